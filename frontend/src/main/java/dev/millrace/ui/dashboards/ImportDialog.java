package dev.millrace.ui.dashboards;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import dev.millrace.document.DocumentRefused;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.dashboards.DashboardDocument;
import dev.millrace.server.dashboards.Dashboards;
import dev.millrace.server.design.Author;
import dev.millrace.ui.shell.LimitedUpload;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import java.util.Optional;

/** Takes the document of a dashboard, shows what is in it, and stores it only then. */
final class ImportDialog extends Dialog {
    private static final int MOST_BYTES = 4 * DashboardDocument.LONGEST;

    private final transient Dashboards dashboards;
    private final transient Author author;
    private final Div shown = new Div();
    private final Button bring = new Button("Import", e -> take());
    private final RadioButtonGroup<Boolean> everybody = SettingsDialog.everybody();
    private transient Optional<Dashboard> read = Optional.empty();

    ImportDialog(Dashboards dashboards, Author author) {
        this.dashboards = dashboards;
        this.author = author;
        setHeaderTitle("Import a dashboard");
        setWidth("520px");
        addClassName("dashboard-dialog");
        shown.getElement().setAttribute("role", "status");
        bring.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        bring.setEnabled(false);
        add(new Paragraph("A file that was downloaded from a dashboard's page. Nothing is stored before you have seen what is in it."),
                LimitedUpload.ofText(MOST_BYTES, this::look, this::refuse, ".yaml", ".yml", ".json"), shown);
        getFooter().add(new Button("Cancel", e -> close()), bring);
    }

    private void look(String text) {
        try {
            Dashboard dashboard = DashboardDocument.read(text);
            read = Optional.of(dashboard);
            shown.removeAll();
            var tiles = new UnorderedList();
            dashboard.tiles().stream().limit(12).forEach(t -> tiles.add(new ListItem(t.title() + ", " + t.type().words().toLowerCase(java.util.Locale.ROOT))));
            if (dashboard.tiles().size() > 12) {
                tiles.add(new ListItem("and " + (dashboard.tiles().size() - 12) + " more"));
            }
            shown.add(new H2(dashboard.title()), DashboardThumbnail.of(dashboard), tiles, everybody);
            bring.setEnabled(true);
        } catch (DocumentRefused refused) {
            refuse(refused.getMessage());
        }
    }

    private void refuse(String why) {
        read = Optional.empty();
        bring.setEnabled(false);
        shown.removeAll();
        var words = new Paragraph(why);
        words.addClassName("error-text");
        words.getElement().setAttribute("role", "alert");
        shown.add(words);
    }

    private void take() {
        read.ifPresent(dashboard -> {
            var made = dashboards.create(dashboard, everybody.getValue(), author);
            close();
            Notices.tell("“" + dashboard.title() + "” was imported");
            Places.go(Places.of(made.id()));
        });
    }
}
