package dev.millrace.ui.inspector;

import com.vaadin.flow.component.Component;
import dev.millrace.diagnostic.Diagnostic;
import java.util.List;
import java.util.function.Consumer;

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

    /** The first sentence of what is wrong at exactly this path; empty where nothing is. */
    static String first(String path, List<Diagnostic> problems) {
        return problems.stream().filter(d -> d.at().settingOf().filter(path::equals).isPresent())
                .map(d -> d.hint().isEmpty() ? d.message() : d.message() + ". " + d.hint()).findFirst().orElse("");
    }
}
