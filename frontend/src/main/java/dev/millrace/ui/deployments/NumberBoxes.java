package dev.millrace.ui.deployments;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers side by side, each with its name. They change every second, so what is sent is what changed. */
final class NumberBoxes extends Div {
    private final Map<String, Box> boxes = new LinkedHashMap<>();

    /** @param exact on hover; may be empty */
    record Entry(String name, String value, String exact) {}

    NumberBoxes() {
        addClassName("numbers");
    }

    void show(List<Entry> entries) {
        List<String> names = entries.stream().map(Entry::name).toList();
        if (!List.copyOf(boxes.keySet()).equals(names)) {
            removeAll();
            boxes.clear();
            names.forEach(name -> boxes.put(name, new Box(name)));
            boxes.values().forEach(this::add);
        }
        entries.forEach(entry -> boxes.get(entry.name()).show(entry));
    }

    /** In place of numbers. */
    void say(Component words) {
        removeAll();
        boxes.clear();
        add(words);
    }

    private static final class Box extends Div {
        private final Span figure = new Span();

        Box(String name) {
            var label = new Span(name);
            label.addClassName("number-name");
            figure.addClassName("number-value");
            add(label, figure);
            addClassName("number");
        }

        void show(Entry entry) {
            figure.setText(entry.value());
            if (!entry.exact().isEmpty()) {
                setTitle(entry.exact());
            }
        }
    }
}
