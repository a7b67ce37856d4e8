package dev.millrace.ui.deployments;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.shell.Words;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All deployments with what they do now; those in trouble first. */
@Route(Places.DEPLOYMENTS)
@PageTitle("Deployments · Millrace")
@PermitAll
public class DeploymentsView extends Main {
    private final transient DeploymentService deployments;
    private final transient Metrics metrics;
    private final Grid<Deployment> grid = new Grid<>();
    private final transient Map<DeploymentId, Subscription> watched = new HashMap<>();
    private transient Subscription subscription = () -> { };

    public DeploymentsView(DeploymentService deployments, Metrics metrics) {
        this.deployments = deployments;
        this.metrics = metrics;
        addClassName("plain-page");
        addClassName("wide-page");
        grid.addComponentColumn(d -> new StateBadge(d.state())).setHeader("State").setAutoWidth(true).setFlexGrow(0);
        grid.addComponentColumn(DeploymentsView::link).setHeader("Pipeline").setFlexGrow(3);
        grid.addColumn(d -> "r" + d.revision()).setHeader("Revision").setAutoWidth(true).setFlexGrow(0);
        grid.addColumn(DeploymentsView::uptime).setHeader("Up for").setAutoWidth(true).setFlexGrow(0);
        number("Rows in", m -> Words.count(m.rowsIn().total()));
        number("In per s", m -> Words.count(m.rowsIn().perSecond()));
        number("Rows out", m -> Words.count(m.rowsOut().total()));
        number("Lag", m -> m.lag().isPresent() ? Words.count(m.lag().getAsLong()) : "–");
        number("Last checkpoint", m -> m.lastCheckpoint().map(c -> Words.ago(c.completedAt())).orElse("none yet"));
        grid.addComponentColumn(DeploymentsView::trouble).setHeader("").setFlexGrow(3);
        grid.addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        grid.setAllRowsVisible(true);
        grid.setEmptyStateText("Nothing is deployed yet. Open a pipeline and press Deploy.");
        grid.getElement().setAttribute("aria-label", "Deployments");
        var head = new Div(new H1("Deployments"));
        head.addClassName("page-head");
        add(head, grid);
        refresh();
    }

    private void number(String header, Function<LiveMetrics, String> value) {
        grid.addColumn(d -> metrics.latest(d.id()).map(value).orElse("–")).setHeader(header).setAutoWidth(true).setFlexGrow(0)
                .setTextAlign(com.vaadin.flow.component.grid.ColumnTextAlign.END);
    }

    private static Component link(Deployment deployment) {
        return Places.link(Places.of(deployment.id()), deployment.pipelineName());
    }

    private static String uptime(Deployment deployment) {
        return deployment.runningSince().map(since -> Words.duration(Duration.between(since, deployment.endedAt().orElseGet(Instant::now)))).orElse("–");
    }

    private static Component trouble(Deployment deployment) {
        boolean troubled = deployment.state() != Deployment.State.RUNNING && deployment.failure().isPresent();
        var words = new Span(troubled ? deployment.failure().get().message() : deployment.progress());
        words.addClassName(troubled ? "error-text" : "field-help");
        return words;
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        UI ui = attach.getUI();
        subscription = deployments.listen(d -> ui.access(this::refresh));
        watch(ui);
    }

    @Override
    protected void onDetach(DetachEvent detach) {
        subscription.close();
        watched.values().forEach(Subscription::close);
        watched.clear();
    }

    private void watch(UI ui) {
        for (Deployment deployment : deployments.active()) {
            watched.computeIfAbsent(deployment.id(), id -> metrics.listen(id, m -> ui.access(() ->
                    grid.getListDataView().getItems().filter(d -> d.id().equals(id)).findFirst().ifPresent(d -> grid.getDataProvider().refreshItem(d)))));
        }
    }

    private void refresh() {
        List<Deployment> all = deployments.list().stream().sorted(Comparator.comparing(DeploymentsView::rank)
                .thenComparing(Deployment::deployedAt, Comparator.reverseOrder())).toList();
        grid.setItems(all);
        Optional.ofNullable(UI.getCurrent()).filter(ui -> isAttached()).ifPresent(this::watch);
    }

    private static int rank(Deployment deployment) {
        return switch (deployment.state()) {
            case FAILED, FAILING -> deployment.endedAt().isPresent() ? 2 : 0;
            case RESTARTING -> 0;
            case WAITING, STARTING, STOPPING, SUSPENDED, RUNNING -> 1;
            case STOPPED, FINISHED, CANCELLED -> 3;
        };
    }
}
