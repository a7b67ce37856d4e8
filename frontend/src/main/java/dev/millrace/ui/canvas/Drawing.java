package dev.millrace.ui.canvas;

import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.EditRefused;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.Places;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Change;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.Edited;
import dev.millrace.server.design.Overwrite;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One person's work on one pipeline in one browser tab: applies edits, remembers how to undo them, and keeps the newest design
 * the tab has seen. Used under the lock of its page only.
 */
public final class Drawing {
    private static final int LONGEST_MEMORY = 200;

    private final DesignService designs;
    private final Author author;
    private final Deque<PipelineEdit> undo = new ArrayDeque<>();
    private final Deque<PipelineEdit> redo = new ArrayDeque<>();
    private final DrawingEdits edits;
    private final ChangeWords words;
    private Design design;
    private Consumer<Design> onChange = d -> { };
    private Consumer<String> onNote = n -> { };
    private BiConsumer<Design, Design> onMade = (before, after) -> { };

    public Drawing(DesignService designs, NodeKinds kinds, Design design, Author author) {
        this.designs = designs;
        this.author = author;
        this.design = design;
        this.edits = new DrawingEdits(kinds);
        this.words = new ChangeWords(kinds);
    }

    /** Called with each newer design, whoever made it. */
    public void onChange(Consumer<Design> listener) {
        onChange = listener;
    }

    /** Called with the design before and after each edit that this tab makes; not where it takes one back. */
    public void onMade(BiConsumer<Design, Design> listener) {
        onMade = listener;
    }

    /** Called with a sentence when two people changed the same thing. */
    public void onNote(Consumer<String> listener) {
        onNote = listener;
    }

    public Design design() {
        return design;
    }

    public boolean canUndo() {
        return !undo.isEmpty();
    }

    public boolean canRedo() {
        return !redo.isEmpty();
    }

    /** Makes an edit that can be undone. @throws EditRefused with the reason */
    public void apply(PipelineEdit edit) {
        if (edit instanceof PipelineEdit.Batch(List<PipelineEdit> parts) && parts.isEmpty()) {
            return;
        }
        Design before = design;
        remember(undo, store(Places.kept(design.pipeline(), edit)));
        redo.clear();
        onChange.accept(design);
        onMade.accept(before, design);
    }

    public void undo() {
        back(undo, redo, "There is nothing to undo");
    }

    public void redo() {
        back(redo, undo, "There is nothing to redo");
    }

    private void back(Deque<PipelineEdit> from, Deque<PipelineEdit> to, String empty) {
        if (from.isEmpty()) {
            throw new EditRefused(empty);
        }
        remember(to, store(from.pop()));
        onChange.accept(design);
    }

    private PipelineEdit store(PipelineEdit edit) {
        Edited edited = designs.edit(design.id(), edit, design.revision(), author);
        design = edited.design();
        edited.overwritten().stream().map(Overwrite::sentence).forEach(onNote);
        return edited.inverse();
    }

    private static void remember(Deque<PipelineEdit> memory, PipelineEdit inverse) {
        memory.push(inverse);
        if (memory.size() > LONGEST_MEMORY) {
            memory.removeLast();
        }
    }

    /** A change from elsewhere; says who did it, or nothing where it is this tab's own echo. */
    public Optional<String> heard(Change.Revised change) {
        if (change.design().revision() <= design.revision()) {
            return Optional.empty();
        }
        String what = words.between(design.pipeline(), change.design().pipeline());
        design = change.design();
        change.overwritten().stream().filter(o -> o.loser().name().equals(author.name())).map(Overwrite::sentence).forEach(onNote);
        onChange.accept(design);
        return Optional.of(design.savedBy().name() + " " + what);
    }

    /** Answers a command of the canvas that changes the drawing. */
    Wire.Answer answer(CanvasCommand command) {
        try {
            DrawingEdits.Planned planned = switch (command) {
                case CanvasCommand.Add add -> edits.add(add, design.compilation());
                case CanvasCommand.Insert insert -> edits.insert(insert, design.pipeline());
                case CanvasCommand.Connect connect -> edits.connect(connect, design.pipeline());
                case CanvasCommand.Reconnect reconnect -> edits.reconnect(reconnect, design.pipeline());
                case CanvasCommand.Remove remove -> edits.remove(remove, design.pipeline());
                case CanvasCommand.Move move -> edits.move(move, design.pipeline());
                case CanvasCommand.Paste paste -> edits.paste(paste, design.pipeline());
                case CanvasCommand.SetUse use -> edits.use(use, design.pipeline());
                case CanvasCommand.OfMarks marks -> MarkCommands.planned(marks, design.pipeline());
                case CanvasCommand.Undo u -> {
                    undo();
                    yield null;
                }
                case CanvasCommand.Redo r -> {
                    redo();
                    yield null;
                }
                case CanvasCommand.Select s -> null;
                case CanvasCommand.Open o -> null;
                case CanvasCommand.NextProblem n -> null;
            };
            if (planned == null) {
                return Wire.Answer.DONE;
            }
            apply(planned.edit());
            return new Wire.Answer("", Stream.concat(planned.added().stream().map(NodeId::value), planned.marks().stream()).toList());
        } catch (EditRefused e) {
            return Wire.Answer.refused(e.getMessage());
        }
    }

    public Diagnostics problems() {
        return design.compilation().diagnostics();
    }
}
