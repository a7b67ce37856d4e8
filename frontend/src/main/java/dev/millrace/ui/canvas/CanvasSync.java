package dev.millrace.ui.canvas;

import dev.millrace.kind.NodeKinds;
import dev.millrace.server.design.Design;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Keeps a canvas and a drawing in step: commands go to the drawing, what changes in the drawing goes to the canvas. */
public final class CanvasSync {
    private final PipelineCanvas canvas;
    private final Drawing drawing;
    private final WireGraphs graphs;
    private Consumer<List<String>> onSelect = ids -> { };
    private Consumer<String> onOpen = id -> { };
    private Runnable onNextProblem = () -> { };
    private Supplier<Wire.Graph> graph;

    public CanvasSync(PipelineCanvas canvas, Drawing drawing, NodeKinds kinds) {
        this.canvas = canvas;
        this.drawing = drawing;
        this.graphs = new WireGraphs(kinds);
        this.graph = () -> graphs.graph(drawing.design().compilation());
        canvas.onCommand(this::answer);
        canvas.load(new Wire.Load(graphs.catalogue(), graph.get(), false));
    }

    public void onSelect(Consumer<List<String>> listener) {
        onSelect = listener;
    }

    /** Somebody wants to see the settings of a node. */
    public void onOpen(Consumer<String> listener) {
        onOpen = listener;
    }

    public void onNextProblem(Runnable listener) {
        onNextProblem = listener;
    }

    /** Shows the design with other states than those of drawing, as while a job runs. */
    public void graph(Supplier<Wire.Graph> newGraph) {
        graph = newGraph;
    }

    public void show(Design design, String notice) {
        canvas.show(graph.get(), notice);
    }

    private Wire.Answer answer(CanvasCommand command) {
        switch (command) {
            case CanvasCommand.Select(List<String> nodes) -> onSelect.accept(nodes);
            case CanvasCommand.Open(String node) -> onOpen.accept(node);
            case CanvasCommand.NextProblem n -> onNextProblem.run();
            case CanvasCommand.Move move -> {
                canvas.placed(move.places());
                return changed(command);
            }
            default -> {
                return changed(command);
            }
        }
        return Wire.Answer.DONE;
    }

    private Wire.Answer changed(CanvasCommand command) {
        Wire.Answer answer = drawing.answer(command);
        if (!answer.refusal().isEmpty()) {
            // What the browser drew ahead of us goes back to what is.
            canvas.show(graph.get(), "");
        }
        return answer;
    }
}
