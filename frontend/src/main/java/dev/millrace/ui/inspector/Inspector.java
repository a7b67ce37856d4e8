package dev.millrace.ui.inspector;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.Fix;
import dev.millrace.compile.Fixes;
import dev.millrace.compile.FollowThrough;
import dev.millrace.compile.Renaming;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Severity;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.SettingSpec;
import dev.millrace.kind.SettingType;
import dev.millrace.kind.fragment.Fragment;
import dev.millrace.pipeline.EditRefused;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.Settings;
import dev.millrace.server.design.Design;
import dev.millrace.server.fragments.FragmentService;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.preview.RowValues;
import dev.millrace.ui.canvas.Drawing;
import dev.millrace.ui.columns.ColumnOrigins;
import dev.millrace.ui.columns.ColumnTarget;
import dev.millrace.ui.columns.ColumnsDialog;
import dev.millrace.ui.help.KindHelp;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Settings of the selected node, with what is wrong at each field and the columns that leave it. */
public final class Inspector extends Aside {
    private final Drawing drawing;
    private final Compiler compiler;
    private final Fixes fixes;
    private final ColumnOrigins origins;
    private final Supplier<Diagnostics> found;
    private final Div problems = new Div();
    private final Div state = new Div();
    private BiConsumer<Div, NodeId> stateOf = (into, node) -> { };
    private TextField label;
    private UseChoice use;
    private ParallelismField copies;
    private SettingsForm form;
    private NodeId shown;
    private String shownKind;
    private Settings known = Settings.EMPTY;
    private final Renaming renaming;
    private final Streak streak = new Streak();
    private Consumer<List<Node>> onSet = nodes -> { };
    private BiConsumer<NodeId, String> go = (node, path) -> { };
    private final FragmentService fragments;
    private ParametersPanel parameters;

    private final SampleRow sampleRow = new SampleRow(this::offerAgain);
    private final Offers offers;
    private final OutputColumns outputs;
    private transient Optional<Preview> sample = Optional.empty();
    private transient Problems said = new Problems(List.of(), List.of());

    /** What is said of the node in one place, and what would answer it. */
    private record Problems(List<Diagnostic> said, List<Fix> fixes) {}

    /** @param found all that is to be said of the drawing, by the compiler and by others */
    public Inspector(Drawing drawing, Compiler compiler, ColumnOrigins origins, Supplier<Diagnostics> found, RowValues rowValues,
            FragmentService fragments) {
        this.origins = origins;
        this.found = found;
        this.fragments = fragments;
        this.drawing = drawing;
        this.compiler = compiler;
        this.fixes = new Fixes(compiler);
        this.renaming = new Renaming(compiler);
        var values = new ValueFinder(compiler.typer(), rowValues, text -> compiler.filled(drawing.design().pipeline(), text));
        this.offers = new Offers(compiler, origins.topics(), values, sampleRow);
        this.outputs = new OutputColumns(compiler, renaming, () -> drawing.design().compilation(), this::edit, (node, path) -> go.accept(node, path));
        addClassName("inspector");
        getElement().setAttribute("aria-label", "Settings of the selected node");
        problems.addClassName("node-problems");
        state.addClassName("node-state");
        state.getElement().setAttribute("role", "group");
        state.getElement().setAttribute("aria-label", "Its state, if this is deployed");
        nothingSelected();
    }

    /** What belongs to the pipeline as a whole. */
    private void nothingSelected() {
        clear("Select a node to see its settings.");
        parameters = new ParametersPanel(drawing, this::edit);
        add(parameters);
    }

    private void clear(String words) {
        shown = null;
        form = null;
        parameters = null;
        removeAll();
        add(new Paragraph(words));
    }

    /** @param shows what becomes of a node's state */
    public void state(BiConsumer<Div, NodeId> shows) {
        stateOf = shows;
    }

    /** What becomes of the node's state is known anew. */
    public void showState() {
        if (shown != null) {
            stateOf.accept(state, shown);
        }
    }

    /** Shows the selection: one node's settings, or a hint. */
    public void select(List<String> nodes) {
        if (nodes.size() != 1) {
            if (!nodes.isEmpty()) {
                clear(nodes.size() + " nodes are selected.");
            } else if (parameters == null) {
                nothingSelected();
            }
            return;
        }
        NodeId.parse(nodes.getFirst()).ifPresent(this::show);
    }

    private void show(NodeId id) {
        if (id.equals(shown)) {
            return;
        }
        Optional<Node> node = drawing.design().pipeline().node(id);
        Optional<NodeKind> kind = node.flatMap(compiler.kinds()::of);
        if (kind.isEmpty()) {
            clear(node.isEmpty() ? "The node is no longer there." : "Nothing is known of the kind '" + node.get().kind() + "'.");
            return;
        }
        shown = id;
        outputs.forget();
        streak.clear();
        parameters = null;
        shownKind = shownKind(node.get());
        known = node.get().settings();
        removeAll();
        var title = new H2(kind.get().title());
        var name = new Span(id.value());
        name.addClassName("node-id");
        name.setTitle("Id of the node; it never changes, state is found by it");
        var head = new Div(title, name);
        head.addClassName("inspector-head");
        var summary = new Paragraph(kind.get().summary());
        summary.addClassName("field-help");
        form = SettingsForm.of(kind.get(), this::set);
        use = new UseChoice(compiler.kinds(), chosen -> edit(new PipelineEdit.SetUse(id, chosen)));
        use.show(node.get(), drawing.design().compilation());
        copies = new ParallelismField(own -> edit(new PipelineEdit.SetParallelism(id, own)));
        copies.show(node.get(), drawing.design().pipeline().run());
        add(head, summary);
        KindHelp.button(kind.get()).ifPresent(this::add);
        compiler.kinds().fragment(node.get()).ifPresent(fragment -> add(aboutFragment(fragment)));
        add(labelField(node.get(), kind.get()), use, problems, state);
        if (kind.get().settings().stream().anyMatch(spec -> hasExpression(spec.type()))) {
            add(sampleRow);
        }
        add(form);
        ColumnTarget.of(kind.get()).ifPresent(target -> form.behind(target.columns().name(), columnsFrom(target)));
        add(copies, outputs);
        form.offer(offers.to(id, drawing.design().compilation(), sample));
        form.show(known);
        refresh(drawing.design().compilation());
    }

    private static String shownKind(Node node) {
        return node.kind() + "@" + node.kindVersion();
    }

    /** Which version it is, and the way to its drawing. */
    private Div aboutFragment(Fragment fragment) {
        var about = new Div(new Span("Fragment, version " + fragment.version()));
        about.addClassName("about-fragment");
        fragments.versions(fragment.name()).stream().findFirst().ifPresent(newest -> {
            var open = new Anchor(Places.of(newest.pipeline()), "Open its drawing");
            // A page of its own: a view belongs to one pipeline, and the router would keep it for the other.
            open.setRouterIgnore(true);
            about.add(open);
        });
        return about;
    }

    private static boolean hasExpression(SettingType type) {
        return switch (type) {
            case SettingType.ExpressionText e -> true;
            case SettingType.ListOf list -> hasExpression(list.element());
            case SettingType.Fields(List<SettingSpec> fields) -> fields.stream().anyMatch(f -> hasExpression(f.type()));
            default -> false;
        };
    }

    /** Rows of a sample, for the values of expressions; empty: none are known any more. */
    public void sample(Optional<Preview> preview) {
        sample = preview;
        offerAgain();
    }

    private void offerAgain() {
        if (shown != null && drawing.design().pipeline().node(shown).isPresent()) {
            form.offer(offers.to(shown, drawing.design().compilation(), sample));
        }
    }

    private TextField labelField(Node node, NodeKind kind) {
        label = new TextField("Label");
        label.setPlaceholder(kind.title());
        label.setValue(node.label());
        label.setWidthFull();
        label.setMaxLength(200);
        label.setValueChangeMode(ValueChangeMode.LAZY);
        label.setValueChangeTimeout(500);
        label.addValueChangeListener(e -> {
            if (e.isFromClient()) {
                edit(new PipelineEdit.SetLabel(node.id(), e.getValue()));
            }
        });
        return label;
    }

    private void set(String setting, Object value) {
        NodeId id = shown;
        if (id == null) {
            return;
        }
        Settings before = known;
        known = known.with(setting, value);
        var edit = new PipelineEdit.SetSetting(id, setting, Optional.ofNullable(known.values().get(setting)));
        drawing.design().pipeline().node(id).ifPresent(node -> streak.add(node, setting));
        edit(withEdges(edit));
        if (!known.equals(before)) {
            onSet.accept(streak.nodes());
        }
    }

    /** Where the setting names ports, edges stay at them under their new names. */
    private PipelineEdit withEdges(PipelineEdit edit) {
        try {
            Pipeline after = edit.apply(drawing.design().pipeline());
            for (Node before : streak.nodes()) {
                FollowThrough follow = renaming.after(after, before, Set.of());
                if (follow.places().stream().anyMatch(FollowThrough.Place.Moved.class::isInstance)) {
                    return new PipelineEdit.Batch(List.of(edit, follow.edit()));
                }
            }
            return edit;
        } catch (EditRefused refused) {
            return edit;
        }
    }

    /** Called after each change of a setting with the node as it was, oldest first, since that setting began to be changed. */
    public void onSet(Consumer<List<Node>> listener) {
        onSet = listener;
    }

    /** @param listener shows a setting of a node */
    public void onGo(BiConsumer<NodeId, String> listener) {
        go = listener;
    }

    private void edit(PipelineEdit edit) {
        try {
            drawing.apply(edit);
        } catch (EditRefused refused) {
            Notices.warn(refused.getMessage());
        }
    }

    private Button columnsFrom(ColumnTarget target) {
        var button = new Button("Columns from…", e -> {
            NodeId id = shown;
            drawing.design().pipeline().node(id).ifPresent(node -> new ColumnsDialog(target, node, compiler.kinds(), origins, edits -> {
                edit(new PipelineEdit.Batch(edits.entrySet().stream()
                        .<PipelineEdit>map(s -> new PipelineEdit.SetSetting(id, s.getKey(), Optional.of(s.getValue()))).toList()));
                if (id.equals(shown)) {
                    drawing.design().pipeline().node(id).map(Node::settings).ifPresent(settings -> {
                        known = settings;
                        form.show(known);
                    });
                }
            }).open());
        });
        button.addThemeVariants(ButtonVariant.LUMO_SMALL);
        button.addClassName("columns-from");
        return button;
    }

    /** A newer design, by whoever: fields follow where somebody else changed them, problems and offers always. */
    public void refresh(Design design) {
        if (shown == null) {
            if (parameters != null) {
                parameters.refresh(design);
            }
            return;
        }
        Optional<Node> node = design.pipeline().node(shown);
        if (node.isEmpty()) {
            clear("The node is no longer there.");
            return;
        }
        if (!shownKind(node.get()).equals(shownKind)) {
            NodeId again = shown;
            shown = null;
            show(again);
            return;
        }
        if (!node.get().settings().equals(known)) {
            // Presets that were written out change nothing; a form that is drawn anew takes the field away that somebody types in.
            boolean same = compiler.kinds().canonicalSettings(node.get()).equals(compiler.kinds().canonicalSettings(node.get().withSettings(known)));
            known = node.get().settings();
            if (!same) {
                form.show(known);
            }
        }
        if (!label.getValue().equals(node.get().label())) {
            label.setValue(node.get().label());
        }
        use.show(node.get(), design.compilation());
        copies.show(node.get(), design.pipeline().run());
        refresh(design.compilation());
    }

    private void refresh(Compilation compilation) {
        var here = found.get().at(shown).toList();
        form.offer(offers.to(shown, compilation, sample));
        form.problems(here.stream().filter(d -> !d.code().isOfData()).toList());
        showState();
        showProblems(new Problems(here.stream().filter(d -> d.code().isOfData() || d.at().settingOf().isEmpty()).toList(),
                here.stream().flatMap(d -> fixes.of(d, compilation).stream()).distinct().toList()));
        outputs.show(shown, compilation);
    }

    /** What can be pressed stays where nothing about it has changed. */
    private void showProblems(Problems now) {
        if (now.equals(said)) {
            return;
        }
        said = now;
        problems.removeAll();
        now.said().forEach(d -> problems.add(problem(d)));
        var offered = new Div();
        offered.addClassName("fixes");
        now.fixes().forEach(fix -> {
            var button = new Button(fix.label(), e -> edit(fix.edit()));
            button.addThemeVariants(ButtonVariant.LUMO_SMALL);
            offered.add(button);
        });
        if (offered.getComponentCount() > 0) {
            problems.add(offered);
        }
    }

    static Paragraph problem(Diagnostic diagnostic) {
        var words = new Paragraph(diagnostic.message() + (diagnostic.hint().isEmpty() ? "" : ". " + diagnostic.hint()) + ".");
        words.addClassName(switch (diagnostic.severity()) {
            case ERROR -> "error-text";
            case WARNING -> "warning-text";
            case INFO -> "hint-text";
        });
        return words;
    }

    /** Puts the cursor into a field. */
    public void focus(String path) {
        if (form != null) {
            form.focus(path);
        }
    }
}
