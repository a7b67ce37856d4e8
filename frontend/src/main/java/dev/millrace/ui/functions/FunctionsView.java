package dev.millrace.ui.functions;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.millrace.server.design.Author;
import dev.millrace.server.functions.FunctionService;
import dev.millrace.server.functions.Library;
import dev.millrace.server.functions.LibraryRefused;
import dev.millrace.server.security.AdministratorsOnly;
import dev.millrace.ui.shell.LimitedUpload;
import dev.millrace.ui.shell.LocalTime;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import jakarta.annotation.security.PermitAll;
import java.util.List;

/** Libraries of functions in Java: what there is, and for administrators the way to bring more. */
@Route(Places.FUNCTIONS)
@PageTitle("Functions · Millrace")
@PermitAll
public class FunctionsView extends Main {
    private static final String EXAMPLE = """
            package geo;

            import org.apache.flink.table.functions.ScalarFunction;

            public class Distance extends ScalarFunction {
                public double eval(double lat, double lon, double toLat, double toLon) {
                    double x = Math.toRadians(toLon - lon) * Math.cos(Math.toRadians(lat));
                    return 6371 * Math.hypot(x, Math.toRadians(toLat - lat));
                }
            }
            """;

    private final FunctionService functions;
    private final Author author;
    private final boolean administrator;
    private final TextField name = new TextField("Library");
    private final Div libraries = new Div();

    public FunctionsView(FunctionService functions, AuthenticationContext authentication) {
        this.functions = functions;
        this.author = Author.of(authentication.getPrincipalName().orElseThrow());
        this.administrator = functions.isAdministrator(author.name());
        addClassName("plain-page");
        var head = new Div(new H1("Functions"));
        head.addClassName("page-head");
        add(head, new Paragraph("Functions in Java that a node of the kind Own function calls for each row. A pipeline keeps the version it was drawn with."));
        functions.closed().ifPresentOrElse(why -> add(new Paragraph(why)), () -> {
            if (administrator) {
                add(form());
            } else {
                add(new Paragraph("Administrators upload libraries; everybody may use them."));
            }
        });
        add(libraries, lesson());
        refresh();
    }

    private Div form() {
        name.setPlaceholder("geo");
        name.setHelperText("The same name again makes the next version");
        // A jar can be dropped while the field is still being written in.
        name.setValueChangeMode(ValueChangeMode.EAGER);
        var upload = new LimitedUpload("Upload a jar", FunctionService.MOST_BYTES, this::take, this::refuse, ".jar");
        var form = new Div(name, upload);
        form.addClassName("inline-form");
        return form;
    }

    private void take(byte[] jar) {
        try {
            Library uploaded = functions.upload(name.getValue().strip(), jar, author);
            name.setInvalid(false);
            Notices.tell("Version " + uploaded.version() + " of '" + uploaded.name() + "' was uploaded");
            refresh();
        } catch (LibraryRefused | AdministratorsOnly refused) {
            refuse(refused.getMessage());
        }
    }

    private void refuse(String why) {
        name.setErrorMessage(why);
        name.setInvalid(true);
    }

    private void refresh() {
        libraries.removeAll();
        List<Library> all = functions.list();
        if (all.isEmpty()) {
            libraries.add(new Paragraph("No libraries yet."));
        }
        all.forEach(library -> libraries.add(section(library)));
    }

    private Section section(Library library) {
        var title = new Div(new H2(library.name() + ", version " + library.version()));
        title.addClassName("page-head");
        if (administrator) {
            var delete = new Button("Delete", e -> delete(library));
            delete.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
            delete.setAriaLabel("Delete version " + library.version() + " of " + library.name());
            title.add(delete);
        }
        var from = new Paragraph(new Span("Uploaded by " + library.author() + ", "), new LocalTime(library.at()),
                new Span(", " + Math.max(1, library.size() / 1000) + " KB, SHA-256 "), new Code(library.sha256().substring(0, 16) + "…"));
        from.setTitle(library.sha256());
        var list = new UnorderedList();
        library.functions().forEach(f -> list.add(new ListItem(new Code(f.referenceAndTypes()))));
        var section = new Section(title, from, list);
        section.getElement().setAttribute("aria-label", "Library " + library.name() + ", version " + library.version());
        return section;
    }

    private void delete(Library library) {
        try {
            functions.delete(library.name(), library.version(), author);
            Notices.tell("Version " + library.version() + " of '" + library.name() + "' was deleted");
        } catch (LibraryRefused | AdministratorsOnly refused) {
            Notices.tell(refused.getMessage());
        }
        refresh();
    }

    private static Section lesson() {
        var code = new Pre(EXAMPLE);
        code.addClassName("example-code");
        code.getElement().setAttribute("tabindex", "0");
        code.getElement().setAttribute("aria-label", "A function in Java");
        return new Section(new H2("Write one"), new Paragraph("Compile a class like this against flink-table-common with the compiler's option -parameters, pack it without Flink, and upload it as geo. "
                + "A node then calls it as geo@1.distance."), code, new Paragraph("Parameters may be String, Boolean, Integer, Long, Float, Double or their primitives, LocalDate, "
                + "LocalDateTime, Instant and byte[]. Where a parameter is a primitive, a row with NULL there is not handed over, and the result is NULL."));
    }
}
