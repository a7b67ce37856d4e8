package dev.millrace.ui.designer;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.Fixes;
import dev.millrace.compile.LostColumns;
import dev.millrace.compile.Renaming;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Severity;
import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.fragment.Fragment;
import dev.millrace.pipeline.EditRefused;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.server.Subscription;
import dev.millrace.server.connections.Connections;
import dev.millrace.server.deployment.ClusterOutlooks;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.FlinkClusters;
import dev.millrace.server.deployment.LiveParameters;
import dev.millrace.server.deployment.PipelineTopics;
import dev.millrace.server.deployment.Savepoints;
import dev.millrace.server.deployment.StateOutlooks;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Change;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.UnknownPipeline;
import dev.millrace.server.drift.DataChecks;
import dev.millrace.server.export.ProjectExport;
import dev.millrace.server.export.SqlScripts;
import dev.millrace.server.fragments.FragmentService;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.metrics.PrintedRows;
import dev.millrace.server.preview.Previews;
import dev.millrace.server.preview.RowValues;
import dev.millrace.server.sample.SampleSets;
import dev.millrace.server.sample.Sampling;
import dev.millrace.server.shadow.Shadows;
import dev.millrace.ui.canvas.CanvasSync;
import dev.millrace.ui.canvas.Drawing;
import dev.millrace.ui.canvas.PipelineCanvas;
import dev.millrace.ui.canvas.Wire;
import dev.millrace.ui.canvas.WireGraphs;
import dev.millrace.ui.columns.ColumnOrigins;
import dev.millrace.ui.deployments.LiveDrawing;
import dev.millrace.ui.inspector.Inspector;
import dev.millrace.ui.preview.RowsPanel;
import dev.millrace.ui.printed.PrintedPanel;
import dev.millrace.ui.push.Newest;
import dev.millrace.ui.rename.LossNotice;
import dev.millrace.ui.rename.RenameOffer;
import dev.millrace.ui.revisions.ComparedDrawing;
import dev.millrace.ui.revisions.RevisionsPanel;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.state.StateSizeLines;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Where a pipeline is drawn, set up, deployed and watched. */
@Route(Places.PIPELINE)
@PermitAll
public class DesignerView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private final transient DesignService designs;
    private final transient DeploymentService deployments;
    private final transient Savepoints savepoints;
    private final transient StateOutlooks outlooks;
    private final transient LiveParameters parameters;
    private final transient Shadows shadows;
    private final transient Metrics metrics;
    private final transient ColumnOrigins origins;
    private final transient DataChecks checks;
    private final transient PipelineTopics pipelineTopics;
    private final transient ClusterOutlooks clusters;
    private final transient Connections connections;
    private final transient FlinkClusters flinks;
    private final transient Compiler compiler;
    private final transient Previews previews;
    private final transient Sampling sampling;
    private final transient SampleSets samples;
    private final transient RowValues values;
    private final transient SqlScripts scripts;
    private final transient PrintedRows printedRows;
    private final transient ProjectExport projects;
    private final transient PipelineDocument documents;
    private final transient FragmentService fragments;
    private final transient TemplateMaking making;
    private final transient Author author;

    private final PipelineCanvas canvas = new PipelineCanvas();
    private final LiveBar liveBar;
    private transient DesignerBar bar;
    private transient Drawing drawing;
    private transient CanvasSync sync;
    private transient Inspector inspector;
    private transient Drawer drawer;
    private transient RenameOffer renameOffer;
    private transient LossNotice lossNotice;
    private transient DataWatch watch;
    private transient StateWatch stateWatch;
    private transient Optional<Deployment> deployment = Optional.empty();
    private transient LiveMetrics newest;
    private transient Pipeline deployed;
    private transient Design runs;
    private transient List<Subscription> subscriptions = new ArrayList<>();
    private transient Subscription numbers = () -> { };
    private int problemAt;

    public DesignerView(DesignService designs, DeploymentService deployments, Savepoints savepoints, StateOutlooks outlooks, LiveParameters parameters, Shadows shadows, Metrics metrics, ColumnOrigins origins, DataChecks checks,
            PipelineTopics pipelineTopics, ClusterOutlooks clusters, Compiler compiler, Previews previews, Sampling sampling, SampleSets samples, RowValues values,
            PipelineDocument documents, SqlScripts scripts, ProjectExport projects, PrintedRows printedRows, FragmentService fragments,
            TemplateMaking making, Connections connections, FlinkClusters flinks, AuthenticationContext authentication) {
        this.flinks = flinks;
        this.connections = connections;
        this.previews = previews;
        this.sampling = sampling;
        this.samples = samples;
        this.values = values;
        this.scripts = scripts;
        this.printedRows = printedRows;
        this.projects = projects;
        this.fragments = fragments;
        this.making = making;
        this.designs = designs;
        this.deployments = deployments;
        this.savepoints = savepoints;
        this.outlooks = outlooks;
        this.parameters = parameters;
        this.shadows = shadows;
        this.metrics = metrics;
        this.origins = origins;
        this.checks = checks;
        this.pipelineTopics = pipelineTopics;
        this.clusters = clusters;
        this.compiler = compiler;
        this.documents = documents;
        this.author = new Author(authentication.getPrincipalName().orElseThrow(), UUID.randomUUID().toString());
        this.liveBar = new LiveBar(deployments, author);
        addClassName("designer");
    }

    /** What the compiler says, and what the data in the topics does. */
    private Diagnostics problems() {
        return drawing.problems().plus(watch.findings(drawing.design().pipeline()));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Design design;
        try {
            design = event.getRouteParameters().get("id").flatMap(PipelineId::parse).map(designs::open)
                    .orElseThrow(() -> new NotFoundException("There is no such pipeline."));
        } catch (UnknownPipeline unknown) {
            throw new NotFoundException("There is no such pipeline.");
        }
        drawing = new Drawing(designs, compiler.kinds(), design, author);
        watch = new DataWatch(checks, () -> show(drawing.design(), ""));
        stateWatch = new StateWatch(outlooks, this::showState);
        inspector = new Inspector(drawing, compiler, origins, this::problems, values, fragments);
        inspector.state((into, node) -> {
            stateWatch.marks().show(into, node, drawing.design().pipeline());
            StateSizeLines.show(into, node, drawing.design().compilation(), Optional.ofNullable(newest));
        });
        var rows = new RowsPanel(design, previews, sampling, samples, author.name(), compiler.kinds(), this::showCounts,
                preview -> inspector.sample(preview));
        var compared = new ComparedDrawing(compiler.kinds(), canvas, inspector);
        var revisions = new RevisionsPanel(designs, documents, compiler.kinds(), author, edit -> guarded(() -> drawing.apply(edit)), compared);
        drawer = new Drawer(documents, scripts, projects, rows, new PrintedPanel(printedRows, compiler.kinds()), revisions, new Fixes(compiler), this::go,
                edit -> guarded(() -> drawing.apply(edit)));
        sync = new CanvasSync(canvas, drawing, compiler.kinds());
        var graphs = new WireGraphs(compiler.kinds());
        sync.graph(() -> graph(graphs));
        sync.onSelect(ids -> {
            inspector.select(ids);
            rows.select(ids);
        });
        sync.onOpen(id -> {
            inspector.select(List.of(id));
            rows.select(List.of(id));
            inspector.focus("");
        });
        sync.onNextProblem(this::nextProblem);
        renameOffer = new RenameOffer(new Renaming(compiler), compiler.kinds(), edit -> guarded(() -> drawing.apply(edit)), this::go);
        lossNotice = new LossNotice(new LostColumns(compiler), compiler.kinds(), () -> guarded(drawing::undo), this::go);
        inspector.onSet(earlier -> renameOffer.watch(earlier, drawing.design()));
        inspector.onGo(this::go);
        drawing.onMade(lossNotice::made);
        drawing.onChange(d -> show(d, ""));
        drawing.onNote(Notices::tell);
        var middle = new Div(canvas, inspector, compared);
        middle.addClassName("designer-middle");
        removeAll();
        bar = new DesignerBar(actions(), liveBar, new RunMenu(drawing, flinks.get(clusters.preset(design.id())).storage(), this::guarded));
        add(bar, new TemplateLine(design.id(), making.templates(), author.name()), middle, renameOffer, lossNotice, drawer);
        watch(newestDeployment());
        show(design, "");
    }

    @Override
    public String getPageTitle() {
        return drawing.design().pipeline().name() + " · Millrace";
    }

    private DesignerBar.Actions actions() {
        return new DesignerBar.Actions() {
            @Override
            public void rename(String name) {
                guarded(() -> drawing.apply(new PipelineEdit.Rename(name)));
            }

            @Override
            public void undo() {
                guarded(drawing::undo);
            }

            @Override
            public void redo() {
                guarded(drawing::redo);
            }

            @Override
            public void openProblems() {
                drawer.openProblems();
            }

            @Override
            public void openRows() {
                drawer.openRows();
            }

            @Override
            public void makeTemplate() {
                new MakeTemplateDialog(drawing.design(), making, compiler.kinds(), author).open();
            }

            @Override
            public void deploy() {
                DesignerView.this.deploy();
            }
        };
    }

    /** Counts of a sample stand on the edges only where no deployment's numbers do. */
    private void showCounts(Wire.Rates counts) {
        if (deployment.filter(d -> !d.state().isOver()).isEmpty()) {
            canvas.show(counts);
        }
    }

    private void guarded(Runnable edit) {
        try {
            edit.run();
        } catch (EditRefused refused) {
            Notices.warn(refused.getMessage());
        }
    }

    private void show(Design design, String notice) {
        watch.show(design);
        stateWatch.show(design);
        bar.show(design, drawing);
        inspector.refresh(design);
        drawer.show(design, problems());
        renameOffer.show(design);
        lossNotice.show(design);
        sync.show(design, notice);
        updateDeploy();
    }

    private Wire.Graph graph(WireGraphs graphs) {
        var compilation = drawing.design().compilation();
        boolean live = deployment.filter(d -> !d.state().isOver() || d.state() == Deployment.State.FAILED).isPresent()
                && deployed != null && runsTheSame(deployed, drawing.design().pipeline());
        return stateWatch.marks().on(live ? graphs.graph(compilation, problems(), LiveDrawing.states(compilation, deployment.orElseThrow(), newest))
                : graphs.graph(compilation, problems()), drawing.design().pipeline());
    }

    /** What becomes of state, on the canvas, beside the settings and at the button that would lose it. */
    private void showState() {
        sync.show(drawing.design(), "");
        inspector.showState();
        updateDeploy();
    }

    /** Whether a drawing means what is deployed: moving a box changes nothing that runs. */
    private static boolean runsTheSame(Pipeline deployed, Pipeline drawn) {
        return deployed.nodes().equals(drawn.nodes()) && Set.copyOf(deployed.edges()).equals(Set.copyOf(drawn.edges()));
    }

    private void go(Diagnostic diagnostic) {
        diagnostic.at().nodeOf().ifPresent(node -> go(node, diagnostic.at().settingOf().orElse("")));
    }

    /** @param path of a setting; empty for the whole node */
    private void go(NodeId node, String path) {
        canvas.reveal(node.value());
        inspector.select(List.of(node.value()));
        if (!path.isEmpty()) {
            inspector.focus(path);
        }
    }

    private void nextProblem() {
        var errors = problems().all().stream().filter(d -> d.severity() != Severity.INFO).toList();
        if (errors.isEmpty()) {
            Notices.tell("Nothing is wrong");
            return;
        }
        Diagnostic next = errors.get(problemAt++ % errors.size());
        drawer.openProblems();
        go(next);
        Notices.tell(next.message());
    }

    private boolean isFragment() {
        return Fragment.isOne(drawing.design().pipeline());
    }

    private void deploy() {
        if (isFragment()) {
            new PublishDialog(drawing.design(), fragments, author, drawer::openProblems).open();
            return;
        }
        ClusterNotice.look(connections);
        if (drawing.design().compilation().plan().isEmpty()) {
            drawer.openProblems();
            Notices.warn("The pipeline cannot run yet: see the problems below the canvas");
            return;
        }
        new DeployDialog(drawing.design(), deployments, savepoints, outlooks, parameters, pipelineTopics, shadows, clusters, compiler.kinds(), author).open();
    }

    private Optional<Deployment> newestDeployment() {
        return deployments.list(drawing.design().id()).stream().findFirst();
    }

    private void watch(Optional<Deployment> now) {
        Optional<DeploymentId> before = deployment.map(Deployment::id);
        deployment = now;
        liveBar.show(now);
        updateDeploy();
        stateWatch.deployed();
        if (!before.equals(now.map(Deployment::id))) {
            newest = now.flatMap(d -> metrics.latest(d.id())).orElse(null);
            runs = now.map(d -> designs.open(d.pipeline(), d.revision())).orElse(null);
            deployed = runs == null ? null : runs.pipeline();
        }
        drawer.showPrinted(now.filter(d -> !d.state().isOver() && PrintedPanel.hasRows(runs.compilation())), runs);
        if (newest != null && now.isPresent()) {
            canvas.show(LiveDrawing.rates(drawing.design().compilation(), newest));
        } else {
            canvas.show(Wire.Rates.NONE);
        }
        if (isAttached() && !before.equals(now.map(Deployment::id))) {
            getUI().ifPresent(this::listenToNumbers);
        }
    }

    private void updateDeploy() {
        bar.offer(isFragment(), deployment, stateWatch.marks().lost());
    }

    private void listenToNumbers(UI ui) {
        numbers.close();
        numbers = deployment.map(d -> metrics.listen(d.id(), Newest.on(ui, m -> {
            newest = m;
            canvas.show(LiveDrawing.rates(drawing.design().compilation(), m));
            sync.show(drawing.design(), "");
        }))).orElse(() -> { });
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        UI ui = attach.getUI();
        PipelineId id = drawing.design().id();
        Newest<Change.Revised> drawn = Newest.on(ui, this::heard);
        subscriptions.add(designs.listen(id, change -> {
            if (change instanceof Change.Revised revised && revised.overwritten().isEmpty()) {
                drawn.accept(revised);
            } else {
                ui.access(() -> heard(change));
            }
        }));
        Runnable redeployed = Newest.look(ui, () -> {
            watch(newestDeployment());
            sync.show(drawing.design(), "");
        });
        subscriptions.add(deployments.listen(d -> {
            if (d.pipeline().equals(id)) {
                redeployed.run();
            }
        }));
        listenToNumbers(ui);
        watch.start(ui);
        stateWatch.start(ui);
        heard(new Change.Revised(designs.open(id), List.of()));
    }

    private void heard(Change change) {
        switch (change) {
            case Change.Revised revised -> drawing.heard(revised).ifPresent(words -> sync.show(drawing.design(), words));
            case Change.Removed removed -> {
                Notices.warn("The pipeline was deleted");
                getUI().ifPresent(ui -> ui.navigate(Places.HOME));
            }
        }
    }

    @Override
    protected void onDetach(DetachEvent detach) {
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
        numbers.close();
        watch.stop();
        stateWatch.stop();
    }
}
