package dev.millrace.ui.columns;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.millrace.kind.Separator;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Column;
import dev.millrace.server.columns.Columns;
import dev.millrace.server.columns.Pasted;
import java.util.List;
import java.util.Optional;

/** Records that a person pastes. */
final class SamplesOrigin extends Origin {
    private static final String LOOK = "find out";
    private final TextArea samples = new TextArea("Samples");
    private final Select<String> kind = new Select<>();
    private final TextField separator = new TextField("Separator");
    private final Select<String> header = new Select<>();

    /** @param format how the node reads its records: its separator and header are taken */
    SamplesOrigin(ColumnOrigins origins, Reading reading, Rel.Format format, List<Column> declared) {
        super("Samples", reading);
        samples.setPlaceholder("{\"id\": 1, \"name\": \"Ann\"}\n{\"id\": 2, \"name\": \"Bob\"}");
        samples.setWidthFull();
        samples.setMinHeight("110px");
        samples.setMaxHeight("180px");
        samples.setMaxLength(Columns.LONGEST_TEXT);
        samples.setValueChangeMode(ValueChangeMode.ON_CHANGE);
        kind.setLabel("They are");
        kind.setItems(LOOK, "JSON", "CSV");
        kind.setValue(format instanceof Rel.Format.Csv ? "CSV" : LOOK);
        separator.setPlaceholder(LOOK);
        separator.setWidth("110px");
        header.setLabel("Names in the first line");
        header.setItems(LOOK, "yes", "no");
        header.setValue(LOOK);
        if (format instanceof Rel.Format.Csv csv) {
            separator.setValue(csv.separator() == '\t' ? "tab" : Character.toString(csv.separator()));
            header.setValue(csv.header() ? LOOK : "no");
        }
        kind.addValueChangeListener(e -> csvOnly());
        csvOnly();
        var ask = new Button("Propose columns", e -> {
            Pasted pasted = pasted();
            read(() -> origins.columns().ofSamples(pasted, declared));
        });
        var fields = new Div(kind, separator, header, ask);
        fields.addClassName("origin-fields");
        add(samples, fields, help("Some records: JSON objects, one a line or in a list, or lines of CSV."));
    }

    private void csvOnly() {
        boolean mayBeCsv = !"JSON".equals(kind.getValue());
        separator.setVisible(mayBeCsv);
        header.setVisible(mayBeCsv);
    }

    private Pasted pasted() {
        Pasted.Kind of = switch (kind.getValue()) {
            case "JSON" -> Pasted.Kind.JSON;
            case "CSV" -> Pasted.Kind.CSV;
            default -> Pasted.Kind.AUTO;
        };
        Optional<Character> by = separator.getValue().isBlank() ? Optional.empty() : Separator.find(separator.getValue());
        Optional<Boolean> named = LOOK.equals(header.getValue()) ? Optional.empty() : Optional.of("yes".equals(header.getValue()));
        return new Pasted(samples.getValue(), of, by, named);
    }
}
