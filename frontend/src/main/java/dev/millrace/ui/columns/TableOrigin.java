package dev.millrace.ui.columns;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import dev.millrace.server.outside.OutsideUnavailable;
import dev.millrace.server.outside.UnknownOutside;
import java.util.List;

/** A table of a database that is set up. */
final class TableOrigin extends Origin {
    private final ColumnOrigins origins;
    private final Select<String> database = new Select<>();
    private final ComboBox<String> table = new ComboBox<>("Table");
    private final Paragraph wrong = new Paragraph();
    private final String wishedDatabase;
    private final String wishedTable;

    /** @param chosenDatabase and chosenTable are those of the node; empty text where it has none */
    TableOrigin(ColumnOrigins origins, Reading reading, String chosenDatabase, String chosenTable) {
        super("Database table", reading);
        this.origins = origins;
        this.wishedDatabase = chosenDatabase;
        this.wishedTable = chosenTable;
        database.setLabel("Database");
        table.setAllowCustomValue(true);
        table.addCustomValueSetListener(e -> table.setValue(e.getDetail()));
        table.addClassName("wide-field");
        wrong.addClassName("error-text");
        wrong.getElement().setAttribute("role", "alert");
        database.addValueChangeListener(e -> tables());
        table.addValueChangeListener(e -> ask());
    }

    String chosenDatabase() {
        return database.getValue() == null ? "" : database.getValue();
    }

    String chosenTable() {
        return table.getValue() == null ? "" : table.getValue();
    }

    @Override void opened() {
        if (getComponentCount() > 0) {
            ask();
            return;
        }
        List<String> names = origins.databases().names();
        if (names.isEmpty()) {
            add(help("No database is set up. Set millrace.databases.<name>.url, .user and .password where Millrace is started."));
            return;
        }
        add(database, table, wrong);
        database.setItems(names);
        database.setValue(names.contains(wishedDatabase) ? wishedDatabase : names.getFirst());
    }

    private void tables() {
        List<String> tables;
        try {
            wrong.setText("");
            tables = origins.databases().tables(database.getValue());
        } catch (OutsideUnavailable | UnknownOutside failed) {
            wrong.setText(failed.getMessage());
            tables = List.of();
        }
        table.setItems(tables);
        table.setValue(wishedTable.isBlank() ? null : wishedTable.strip());
    }

    private void ask() {
        String in = database.getValue();
        String of = table.getValue();
        if (in != null && of != null && !of.isBlank()) {
            read(() -> origins.columns().ofTable(in, of));
        }
    }
}
