package dev.millrace.ui.inspector;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dnd.DragSource;
import com.vaadin.flow.component.dnd.DropTarget;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * The steps of a pattern in a row, as they follow each other; one is chosen, and its fields are shown below.
 *
 * <pre>
 *   [ small ] → [ big 2–5 ] ⋯→ [ refund ? ]
 *
 *   →  the next row        ⋯→  other rows may come between
 *   ?  may be missing      +   once or more      *   any number      2–5   so often
 * </pre>
 */
final class StepStrip extends Div {
    private final IntConsumer choose;
    private final Move move;

    /** Takes a step to another place in the row. */
    interface Move {
        void step(int from, int to);
    }

    /** @param choose called with the step that a person clicked */
    StepStrip(IntConsumer choose, Move move) {
        this.choose = choose;
        this.move = move;
        addClassName("steps");
    }

    /** @param wrong places of the steps in which something is wrong */
    void show(List<Map<String, Object>> steps, int chosen, Set<Integer> wrong) {
        removeAll();
        for (int i = 0; i < steps.size(); i++) {
            if (i > 0) {
                var arrow = new Span(isLater(steps.get(i)) ? "⋯→" : "→");
                arrow.addClassName("step-arrow");
                arrow.getElement().setAttribute("aria-hidden", "true");
                add(arrow);
            }
            add(step(i, steps.get(i), i == chosen, wrong.contains(i)));
        }
    }

    private Button step(int place, Map<String, Object> step, boolean chosen, boolean wrong) {
        String name = text(step, "name").isEmpty() ? "step " + (place + 1) : text(step, "name");
        var button = new Button(name + sign(step) + (wrong ? " !" : ""), e -> choose.accept(place));
        button.addClassName("step");
        button.setClassName("step-wrong", wrong);
        button.getElement().setAttribute("aria-pressed", String.valueOf(chosen));
        button.setAriaLabel("Step " + (place + 1) + ", " + name + ": " + words(step) + (place > 0 && isLater(step) ? ", may come later" : "") + (wrong ? ", has a problem" : ""));
        button.setTooltipText(text(step, "condition").isEmpty() ? "any row" : text(step, "condition"));
        DragSource<Button> source = DragSource.create(button);
        source.setDragData(place);
        DropTarget.create(button).addDropListener(e -> e.getDragData().filter(Integer.class::isInstance)
                .ifPresent(from -> move.step((Integer) from, place)));
        return button;
    }

    private static boolean isLater(Map<String, Object> step) {
        return Boolean.TRUE.equals(step.get("later"));
    }

    private static String sign(Map<String, Object> step) {
        return switch (text(step, "times")) {
            case "optional" -> " ?";
            case "one-or-more" -> " +";
            case "any-number" -> " *";
            case "times" -> " " + least(step) + "–" + text(step, "most");
            default -> "";
        };
    }

    private static String words(Map<String, Object> step) {
        return switch (text(step, "times")) {
            case "optional" -> "may be missing";
            case "one-or-more" -> "once or more";
            case "any-number" -> "any number of rows";
            case "times" -> "from " + least(step) + " times"
                    + (text(step, "most").isEmpty() ? "" : " to " + text(step, "most"));
            default -> "once";
        };
    }

    private static String least(Map<String, Object> step) {
        return text(step, "least").isEmpty() ? "1" : text(step, "least");
    }

    private static String text(Map<String, Object> step, String field) {
        Object value = step.get(field);
        return value == null ? "" : String.valueOf(value).strip();
    }
}
