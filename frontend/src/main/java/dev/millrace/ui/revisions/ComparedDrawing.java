package dev.millrace.ui.revisions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import dev.millrace.document.PipelineDifference;
import dev.millrace.kind.NodeKinds;
import dev.millrace.server.design.Design;
import dev.millrace.ui.canvas.ComparedGraph;
import dev.millrace.ui.canvas.PipelineCanvas;
import dev.millrace.ui.canvas.Wire;
import dev.millrace.ui.canvas.WireGraphs;
import java.util.List;

/** Two revisions on the canvas: the newer one to look at, with a sign on whatever differs. It lies over what is drawn on, which waits meanwhile. */
public final class ComparedDrawing extends Div {
    private final NodeKinds kinds;
    private final List<Component> under;
    private final H2 title = new H2();
    private final Div board = new Div();
    private Runnable onClose = () -> { };

    /** @param under what it lies over */
    public ComparedDrawing(NodeKinds kinds, Component... under) {
        this.kinds = kinds;
        this.under = List.of(under);
        addClassName("compared");
        getElement().setAttribute("role", "region");
        getElement().setAttribute("aria-label", "Two revisions on the drawing");
        board.addClassName("compared-board");
        var close = new Button("Back to the drawing", e -> onClose.run());
        close.addThemeVariants(ButtonVariant.LUMO_SMALL);
        var head = new Div(title, legend(PipelineDifference.Sign.ADDED), legend(PipelineDifference.Sign.REMOVED), legend(PipelineDifference.Sign.CHANGED), close);
        head.addClassName("compared-head");
        add(head, board);
        cover(false);
    }

    private static Span legend(PipelineDifference.Sign sign) {
        var legend = new Span(Signs.of(sign), new Span(Signs.word(sign)));
        legend.addClassName("compared-legend");
        return legend;
    }

    /** Called where somebody wants to draw on. */
    void onClose(Runnable listener) {
        onClose = listener;
    }

    void show(Design older, Design newer, PipelineDifference difference) {
        title.setText("Revision " + newer.revision() + ", compared with " + older.revision());
        var canvas = new PipelineCanvas();
        canvas.load(new Wire.Load(new WireGraphs(kinds).catalogue(), ComparedGraph.of(older.compilation(), newer.compilation(), difference, kinds), true));
        board.removeAll();
        board.add(canvas);
        cover(true);
    }

    void clear() {
        board.removeAll();
        cover(false);
    }

    /** By attribute, since what is invisible to the server keeps its last canvas in the page, which would go on taking keys. */
    private void cover(boolean covered) {
        getElement().setAttribute("hidden", !covered);
        under.forEach(component -> component.getElement().setAttribute("inert", covered));
    }
}
