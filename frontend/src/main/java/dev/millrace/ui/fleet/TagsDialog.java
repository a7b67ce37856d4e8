package dev.millrace.ui.fleet;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.PipelineTags;
import dev.millrace.server.design.TagRefused;
import dev.millrace.server.design.Tags;
import dev.millrace.server.design.UnknownPipeline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The tags of one or several pipelines: those that all have are shown, and what is added or taken away is so at each. */
final class TagsDialog extends Dialog {
    private final transient PipelineTags tags;
    private final transient Set<PipelineId> pipelines;
    private final transient Set<String> common;
    private final Set<String> offered = new TreeSet<>();
    private final MultiSelectComboBox<String> field = new MultiSelectComboBox<>("Tags");

    TagsDialog(PipelineTags tags, List<Ship> chosen) {
        this.tags = tags;
        pipelines = new LinkedHashSet<>(chosen.stream().map(s -> s.deployment().pipeline()).toList());
        Map<PipelineId, Tags> known = tags.all();
        known.values().forEach(t -> offered.addAll(t.words()));
        common = new TreeSet<>(offered);
        pipelines.forEach(p -> common.retainAll(known.getOrDefault(p, Tags.NONE).words()));
        setHeaderTitle(pipelines.size() == 1 ? "Tags of " + chosen.getFirst().deployment().pipelineName() : "Tags of " + pipelines.size() + " pipelines");
        field.setAllowCustomValue(true);
        // Open, the list would lie over the buttons while somebody types new words.
        field.setAutoOpen(false);
        field.setManualValidation(true);
        field.setWidthFull();
        field.setHelperText("Words such as a team or a purpose. Type a new one and press Enter");
        show(common);
        field.addCustomValueSetListener(e -> take(e.getDetail()));
        field.addValueChangeListener(e -> field.setInvalid(false));
        if (pipelines.size() > 1) {
            add(new Paragraph("Shown are the tags that all of them have. What you add or take away is added or taken away at each."));
        }
        add(field);
        var save = new Button("Save", e -> save());
        save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(new Button("Cancel", e -> close()), save);
        setWidth("440px");
        field.focus();
    }

    private void show(Set<String> values) {
        offered.addAll(values);
        field.setItems(new ArrayList<>(offered));
        field.setValue(new LinkedHashSet<>(values));
    }

    /** Several may be written at once. */
    private void take(String written) {
        try {
            var values = new LinkedHashSet<>(field.getValue());
            values.addAll(Tags.of(List.of(written.strip().split("[\\s,]+"))).words());
            show(values);
        } catch (TagRefused refused) {
            refuse(refused);
        }
    }

    private void save() {
        var more = new HashSet<>(field.getValue());
        more.removeAll(common);
        var less = new HashSet<>(common);
        less.removeAll(field.getValue());
        try {
            for (PipelineId pipeline : pipelines) {
                try {
                    tags.change(pipeline, more, less);
                } catch (UnknownPipeline deleted) {
                    // It has been deleted meanwhile, and nobody looks for it any more.
                }
            }
            close();
        } catch (TagRefused refused) {
            refuse(refused);
        }
    }

    private void refuse(TagRefused refused) {
        field.setErrorMessage(refused.getMessage());
        field.setInvalid(true);
    }
}
