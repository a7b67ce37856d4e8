package dev.millrace.ui.designer;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.TextArea;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.PipelineSummary;
import dev.millrace.server.design.StaleRevision;
import dev.millrace.server.fragments.FragmentService;
import dev.millrace.server.fragments.NotPublishable;
import dev.millrace.server.fragments.PublishedVersion;
import dev.millrace.ui.shell.Notices;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says what publishing a fragment changes and for whom, and does it. */
final class PublishDialog extends Dialog {
    private static final int MOST_NAMED = 5;

    /** @param problems shows what is wrong with the drawing */
    PublishDialog(Design design, FragmentService fragments, Author author, Runnable problems) {
        Optional<PublishedVersion> before = fragments.of(design.id());
        int version = before.map(PublishedVersion::version).orElse(0) + 1;
        setHeaderTitle("Publish version " + version);
        setWidth("480px");
        add(new Paragraph(before.isEmpty() ? "It becomes a node on everybody's palette, under Fragments. Pipelines that use it keep the version they were drawn with."
                : "Pipelines that use an older version keep it, and are told of this one."));
        before.ifPresent(newest -> {
            List<String> changes = fragments.changes(design.id());
            add(new Paragraph(changes.isEmpty() ? "Nothing that matters to others has changed since version " + newest.version() + "." : "Since version " + newest.version() + ":"));
            if (!changes.isEmpty()) {
                add(list(changes));
            }
            List<PipelineSummary> uses = fragments.uses(newest.fragment());
            add(new Paragraph(uses.isEmpty() ? "No pipeline uses it yet." : uses.size() == 1 ? "One pipeline uses it:" : uses.size() + " pipelines use it:"));
            if (!uses.isEmpty()) {
                add(list(Stream.concat(uses.stream().limit(MOST_NAMED).map(PipelineSummary::name),
                        uses.size() > MOST_NAMED ? Stream.of("and " + (uses.size() - MOST_NAMED) + " more") : Stream.empty()).toList()));
            }
        });
        var note = new TextArea("What is new");
        note.setHelperText("For those who use it; may be left empty");
        note.setMaxLength(FragmentService.LONGEST_NOTE);
        note.setWidthFull();
        add(note);
        var publish = new Button("Publish", e -> {
            try {
                PublishedVersion published = fragments.publish(design.id(), design.revision(), note.getValue(), author);
                close();
                Notices.tell("Published as version " + published.version() + ". It is on the palette under Fragments");
            } catch (NotPublishable refused) {
                close();
                Notices.warn(refused.getMessage());
                problems.run();
            } catch (StaleRevision stale) {
                close();
                Notices.warn("Somebody changed it just now. Look at it, and publish again");
            }
        });
        publish.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        publish.setId("publish-now");
        getFooter().add(new Button("Not yet", e -> close()), publish);
    }

    private static UnorderedList list(List<String> lines) {
        var list = new UnorderedList();
        lines.forEach(line -> list.add(new ListItem(line)));
        return list;
    }
}
