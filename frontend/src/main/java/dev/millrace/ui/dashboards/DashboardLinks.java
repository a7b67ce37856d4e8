package dev.millrace.ui.dashboards;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.millrace.compile.Compiler;
import dev.millrace.server.dashboards.Dashboards;
import dev.millrace.server.dashboards.StoredDashboard;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.ui.shell.Places;
import java.util.List;
import java.util.Optional;

/** The dashboards that show a pipeline, and the way to a new one. */
@StyleSheet("context://dashboards.css")
public final class DashboardLinks extends Div {
    private static final int MOST = 6;

    private final transient Dashboards dashboards;
    private final transient DesignService designs;
    private final transient Compiler compiler;
    private final transient Author author;
    private transient PipelineId shown;

    public DashboardLinks(Dashboards dashboards, DesignService designs, Compiler compiler, Author author) {
        this.dashboards = dashboards;
        this.designs = designs;
        this.compiler = compiler;
        this.author = author;
        addClassName("dashboard-links");
    }

    public void show(PipelineId pipeline) {
        if (pipeline.equals(shown)) {
            return;
        }
        shown = pipeline;
        List<StoredDashboard> all = dashboards.of(pipeline, author.name());
        removeAll();
        add(new Span(all.isEmpty() ? "No dashboard shows this pipeline." : "Dashboards:"));
        all.stream().limit(MOST).forEach(d -> {
            Anchor link = Places.link(Places.of(d.id()), d.dashboard().title());
            add(link);
        });
        if (all.size() > MOST) {
            add(Places.link(Places.DASHBOARDS, "and " + (all.size() - MOST) + " more"));
        }
        var make = new Button("New dashboard", e -> new NewDialog(dashboards, designs, compiler, author, Optional.of(pipeline)).open());
        make.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
        add(make);
    }
}
