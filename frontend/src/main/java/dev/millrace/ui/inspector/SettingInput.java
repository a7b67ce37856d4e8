package dev.millrace.ui.inspector;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.html.Span;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A field for one setting. Values are plain JSON values, as documents hold them; null is "not set". */
interface SettingInput {
    Component component();

    void show(Object value);

    /** Called with the new value when a person changed it. */
    void onChange(Consumer<Object> listener);

    /** What can be chosen has changed, for example because the input has other columns now. */
    void offer(FormContext context);

    /** Diagnostics at this setting or inside it; none clears what was shown. */
    void problems(String path, List<Diagnostic> problems);

    void focus();

    /** Says the gravest of what was found at exactly this path at the field itself; nothing where nothing was found. */
    static <F extends Component & HasValidation & HasStyle> void tell(F field, String path, List<Diagnostic> problems) {
        tell(field, path::equals, problems);
    }

    /** @param at the paths whose findings the field answers for */
    static <F extends Component & HasValidation & HasStyle> void tell(F field, Predicate<String> at, List<Diagnostic> problems) {
        Optional<Diagnostic> gravest = gravest(at, problems);
        field.setErrorMessage(gravest.map(SettingInput::sentence).orElse(""));
        field.setInvalid(gravest.isPresent());
        colour(field, gravest);
    }

    /** The same below a field that cannot say it itself. */
    static void tell(Span below, String path, List<Diagnostic> problems) {
        Optional<Diagnostic> gravest = gravest(path::equals, problems);
        below.setText(gravest.map(SettingInput::sentence).orElse(""));
        colour(below, gravest);
    }

    private static Optional<Diagnostic> gravest(Predicate<String> at, List<Diagnostic> problems) {
        return problems.stream().filter(d -> d.at().settingOf().filter(at).isPresent()).min(Comparator.comparing(Diagnostic::severity));
    }

    private static String sentence(Diagnostic found) {
        return found.hint().isEmpty() ? found.message() : found.message() + ". " + found.hint();
    }

    /** A field knows only right and wrong; what is worth a thought must not look as if it were wrong. */
    private static void colour(HasStyle where, Optional<Diagnostic> gravest) {
        for (Severity severity : Severity.values()) {
            where.setClassName("says-" + severity.name().toLowerCase(Locale.ROOT), gravest.filter(d -> d.severity() == severity).isPresent());
        }
    }
}
