package dev.millrace.ui.gallery;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.millrace.server.templates.Reach;
import dev.millrace.server.templates.Template;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.shell.Words;
import java.util.List;

/** What is said of a template wherever it is shown. */
final class TemplateFacts {
    private TemplateFacts() {}

    /** Says that nothing is needed, too: this is what people look for. */
    static Div needs(List<String> needs) {
        var sign = new Span(needs.isEmpty() ? "✓" : "Needs");
        sign.addClassName(needs.isEmpty() ? "needs-nothing" : "needs-something");
        if (needs.isEmpty()) {
            sign.getElement().setAttribute("aria-hidden", "true");
        }
        var line = new Div(sign, new Span(needs.isEmpty() ? "Runs at once, needs nothing" : String.join(", ", needs)));
        line.addClassName("template-needs");
        return line;
    }

    static Div tags(Template template) {
        var line = new Div();
        line.addClassName("template-tags");
        switch (template.reach()) {
            case Reach.OnlyMe me -> {
                var mine = new Span("only you");
                mine.addClassNames("tag", "tag-private");
                line.add(mine);
            }
            case Reach.Members members -> {
                var ours = Places.link(Places.of(members.workspace()), "members of " + members.name());
                ours.addClassNames("tag", "tag-workspace");
                line.add(ours);
            }
            case Reach.Everybody all -> { }
        }
        template.tags().forEach(tag -> {
            var shown = new Span(tag);
            shown.addClassName("tag");
            line.add(shown);
        });
        return line;
    }

    static String used(long times) {
        return times == 0 ? "Not used yet" : times == 1 ? "Used once" : "Used " + Words.count(times) + " times";
    }
}
