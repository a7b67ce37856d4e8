package dev.millrace.ui.deployments;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.kind.NodeNames;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Topic;
import dev.millrace.server.Subscription;
import dev.millrace.server.dashboards.Dashboards;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentEvent;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.LiveParameters;
import dev.millrace.server.deployment.Savepoints;
import dev.millrace.server.deployment.UnknownDeployment;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.metrics.PrintedRows;
import dev.millrace.server.shadow.Shadows;
import dev.millrace.server.trouble.Troubles;
import dev.millrace.ui.deployments.NumberBoxes.Entry;
import dev.millrace.ui.canvas.PipelineCanvas;
import dev.millrace.ui.canvas.Wire;
import dev.millrace.ui.canvas.WireGraphs;
import dev.millrace.ui.dashboards.DashboardLinks;
import dev.millrace.ui.printed.PrintedPanel;
import dev.millrace.ui.push.Newest;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.shell.Words;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One deployment: its drawing with live numbers, its history, and what happened. */
@Route(Places.DEPLOYMENT)
@PermitAll
public class DeploymentView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private final transient DeploymentService deployments;
    private final transient DesignService designs;
    private final transient Metrics metrics;
    private final transient Compiler compiler;
    private final transient WireGraphs graphs;
    private final transient Author author;
    private final PipelineCanvas canvas = new PipelineCanvas();
    private final H1 title = new H1();
    private final Span badge = new Span();
    private final Span progress = new Span();
    private final Span revision = new Span();
    private final Anchor design = Places.link("", "Open the drawing");
    private final Steering steering;
    private final NumberBoxes numbers = new NumberBoxes();
    private final BottleneckSentence bottleneck;
    private final LagPanel lag = new LagPanel();
    private final PrintedPanel printed;
    private final Div failure = new Div();
    private final TroubleList troubles;
    private final HistoryList events = new HistoryList();
    private final Succession succession = new Succession();
    private final TextField why = new TextField();
    private final SavepointsPanel kept;
    private final LiveParametersPanel live;
    private final ShadowPanel shadow;
    private final DashboardLinks watched;
    private final HistoryCharts charts;
    private transient Deployment deployment;
    private transient Compilation compilation;
    private transient LiveMetrics newest;
    private transient List<Subscription> subscriptions = List.of();

    public DeploymentView(DeploymentService deployments, DesignService designs, Metrics metrics, PrintedRows printedRows, Savepoints savepoints,
            Troubles lookout, LiveParameters parameters, Shadows shadows, ShadowFeed tried, Dashboards dashboards, Compiler compiler, AuthenticationContext authentication) {
        this.deployments = deployments;
        this.designs = designs;
        this.metrics = metrics;
        this.charts = new HistoryCharts(metrics);
        this.compiler = compiler;
        this.bottleneck = new BottleneckSentence(compiler.kinds());
        this.troubles = new TroubleList(lookout, () -> deployment);
        this.printed = new PrintedPanel(printedRows, compiler.kinds());
        this.graphs = new WireGraphs(compiler.kinds());
        this.author = Author.of(authentication.getPrincipalName().orElseThrow());
        this.shadow = new ShadowPanel(shadows, tried, author);
        this.watched = new DashboardLinks(dashboards, designs, compiler, author);
        this.kept = new SavepointsPanel(savepoints, author, this::why);
        this.live = new LiveParametersPanel(parameters, author, this::why);
        addClassName("deployment");
        why.setPlaceholder("Why? (optional)");
        why.setAriaLabel("Why, for the history; optional");
        why.setMaxLength(300);
        steering = new Steering(deployments, author, this::why, true);
        var clone = new Button("Clone", e -> Places.go(Places.of(designs.copy(deployment.pipeline(), Optional.of(deployment.revision()), Optional.empty(), author).id())));
        clone.setTooltipText("A copy of this pipeline as a new one, to change and deploy beside it");
        clone.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
        progress.addClassName("field-help");
        var head = new Div(title, badge, progress, revision, design, steering, why, clone);
        head.addClassName("page-head");
        failure.getElement().setAttribute("role", "alert");
        var board = new Div(canvas);
        board.addClassName("deployment-canvas");
        var history = new Div(new H2("What happened"), events);
        history.addClassName("events");
        add(head, succession, failure, troubles, shadow, numbers, bottleneck, watched, board, lag, live, printed, charts, kept, history);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        try {
            deployment = event.getRouteParameters().get("id").flatMap(DeploymentId::parse).map(deployments::get)
                    .orElseThrow(() -> new NotFoundException("There is no such deployment."));
        } catch (UnknownDeployment unknown) {
            throw new NotFoundException("There is no such deployment.");
        }
        compilation = designs.open(deployment.pipeline(), deployment.revision()).compilation();
        newest = metrics.latest(deployment.id()).orElse(null);
        canvas.load(new Wire.Load(graphs.catalogue(), graph(), true));
        printed.show(deployment.id(), compilation);
        show();
        // From the page of one deployment to that of another this very view stays.
        getUI().ifPresent(this::listen);
    }

    @Override
    public String getPageTitle() {
        return deployment.pipelineName() + " · Deployment · Millrace";
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        listen(attach.getUI());
    }

    /** What is told of the deployment before, while its page becomes that of another, is not for this one. */
    private void listen(UI ui) {
        subscriptions.forEach(Subscription::close);
        DeploymentId of = deployment.id();
        Newest<Deployment> changed = Newest.on(ui, d -> {
            if (deployment.id().equals(of)) {
                deployment = d;
                show();
            }
        });
        subscriptions = List.of(
                deployments.listen(d -> {
                    if (d.id().equals(of)) {
                        changed.accept(d);
                    }
                }),
                metrics.listen(of, Newest.on(ui, m -> {
                    if (deployment.id().equals(of)) {
                        newest = m;
                        showNumbers();
                        charts.refresh();
                    }
                })));
    }

    @Override
    protected void onDetach(DetachEvent detach) {
        subscriptions.forEach(Subscription::close);
    }

    private Wire.Graph graph() {
        return graphs.graph(compilation, LiveDrawing.states(compilation, deployment, newest));
    }

    private void show() {
        title.setText(deployment.pipelineName());
        StateBadge.show(deployment.state(), badge);
        progress.setText(deployment.progress());
        revision.setText("revision " + deployment.revision() + Topic.on(deployment.cluster()));
        design.setHref(Places.of(deployment.pipeline()));
        steering.show(deployment);
        why.setVisible(!deployment.state().isOver());
        succession.show(deployment, deployments);
        kept.show(deployment, this::called);
        live.show(deployment);
        shadow.show(deployment);
        watched.show(deployment.pipeline());
        failure.removeAll();
        if (deployment.failure().isPresent() && deployment.state() != Deployment.State.RUNNING) {
            showFailure(deployment.failure().get());
        }
        troubles.show();
        printed.setVisible(PrintedPanel.hasRows(compilation) && !deployment.state().isOver());
        showNumbers();
        List<DeploymentEvent> told = deployments.events(deployment.id());
        events.show(told, designs.names(deployment.pipeline()));
        charts.show(deployment, told);
    }

    private String called(NodeId node) {
        return NodeNames.of(node, compilation.pipeline(), compiler.kinds());
    }

    /** What was typed is used once. */
    private String why() {
        String typed = why.getValue();
        why.clear();
        return typed;
    }

    private void showFailure(Deployment.Failure trouble) {
        var words = new Paragraph((trouble.node().map(n -> "At '" + called(n) + "': ").orElse("")) + trouble.message());
        words.addClassName("error-text");
        failure.add(words);
        deployment.wayOut().ifPresent(way -> failure.add(new Paragraph(way + ".")));
        if (!trouble.trace().isBlank()) {
            var trace = new Pre(trouble.trace());
            trace.getElement().setAttribute("tabindex", "0");
            failure.add(new Details("What Flink said", trace));
        }
        failure.addClassName("failure");
    }

    private void showNumbers() {
        canvas.show(graph(), "");
        if (newest == null) {
            numbers.say(new Paragraph(deployment.state().isOver() ? "No rows were counted." : "Numbers come with the first rows."));
            return;
        }
        canvas.show(LiveDrawing.rates(compilation, newest));
        bottleneck.show(compilation, deployment.state() == Deployment.State.RUNNING ? LiveDrawing.bottleneck(compilation, newest) : Optional.empty());
        lag.show(compilation, compiler.kinds(), newest);
        var entries = new ArrayList<>(List.of(new Entry("Rows in", Words.count(newest.rowsIn().total()), Long.toString(newest.rowsIn().total())),
                new Entry("In per second", Words.count(newest.rowsIn().perSecond()), ""),
                new Entry("Rows out", Words.count(newest.rowsOut().total()), Long.toString(newest.rowsOut().total())),
                new Entry("Lag", newest.lag().isPresent() ? Words.count(newest.lag().getAsLong()) : "–", LagPanel.basis(newest)),
                new Entry("Restarts", Integer.toString(deployment.restarts()), ""),
                new Entry("Last checkpoint", newest.lastCheckpoint().map(c -> Words.ago(c.completedAt()) + ", " + Words.bytes(c.bytes())).orElse("none yet"), "")));
        deployment.runningSince().ifPresent(since ->
                entries.add(new Entry("Up for", Words.duration(Duration.between(since, deployment.endedAt().orElseGet(Instant::now))), since.toString())));
        numbers.show(entries);
    }
}
