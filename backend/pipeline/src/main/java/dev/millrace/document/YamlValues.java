package dev.millrace.document;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Builds plain values from the parser's events, with the place where each stands. Nothing is made that the text does not spell
 * out: no anchors that multiply it, no tags that name classes, no key twice, and no recursion that deep nesting could exhaust.
 */
final class YamlValues {
    private static final int DEEPEST = 40;
    private static final int DEEPEST_PLACE = 5;
    private static final int LONGEST_NUMBER = 400;
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,5})?");

    private final Map<String, String> places = new HashMap<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private Object root;
    private boolean complete;

    /** A map or list that is not yet closed; {@code key} is the one whose value comes next. */
    private static final class Open {
        private final String path;
        private final Map<String, Object> map;
        private final List<Object> list;
        private String key;

        private Open(String path, boolean isMap) {
            this.path = path;
            this.map = isMap ? new LinkedHashMap<>() : null;
            this.list = isMap ? null : new ArrayList<>();
        }

        private Object value() {
            return map != null ? map : list;
        }
    }

    private YamlValues() {}

    /** @throws DocumentRefused with line and column */
    static YamlValues read(String text, int longest) {
        // Room for the whole text: at the end of a smaller buffer the engine's reader (2.10) fails on half a surrogate pair.
        var settings = LoadSettings.builder().setBufferSize(text.length() + 64).setCodePointLimit(longest).setSchema(new CoreSchema()).setLabel("document").build();
        var values = new YamlValues();
        try {
            for (Event event : new Parse(settings).parseString(text)) {
                values.add(event);
            }
        } catch (MarkedYamlEngineException e) {
            throw new DocumentRefused(e.getProblemMark().map(m -> place(m.getLine(), m.getColumn())).orElse("") + plain(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new DocumentRefused("The text is neither YAML nor JSON: " + e.getMessage());
        }
        return values;
    }

    Object root() {
        return root;
    }

    /** "Line 3, column 5: " of the value at the path, or of the nearest one around it. */
    String place(String path) {
        for (String at = path; !at.isEmpty(); at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))))) {
            String place = places.get(at);
            if (place != null) {
                return place;
            }
        }
        return "";
    }

    private void add(Event event) {
        switch (event) {
            case AliasEvent alias -> throw refused(event, "References ('*" + alias.getAlias() + "') are not used here; write the value out");
            case DocumentStartEvent start when complete -> throw refused(event, "A second document begins here; one text holds one pipeline");
            case MappingStartEvent start -> begin(start, true);
            case CollectionStartEvent start -> begin(start, false);
            case ScalarEvent scalar -> {
                untagged(scalar, scalar.getTag());
                Open around = open.peek();
                if (around != null && around.map != null && around.key == null) {
                    key(around, scalar);
                } else {
                    put(scalar, scalar(scalar));
                }
            }
            default -> {
                if (event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd) {
                    Open closed = open.pop();
                    if (open.isEmpty()) {
                        root = closed.value();
                        complete = true;
                    }
                }
            }
        }
    }

    private void begin(CollectionStartEvent start, boolean isMap) {
        untagged(start, start.getTag());
        Open around = open.peek();
        if (around != null && around.map != null && around.key == null) {
            throw refused(start, "A name must be a text here");
        }
        if (open.size() >= DEEPEST) {
            throw refused(start, "The document is nested more than " + DEEPEST + " deep");
        }
        var opened = new Open(around == null ? "" : child(around), isMap);
        if (around != null) {
            put(start, opened.value());
        }
        open.push(opened);
    }

    private void key(Open around, ScalarEvent scalar) {
        if (around.map.containsKey(scalar.getValue())) {
            throw refused(scalar, "'" + shortened(scalar.getValue()) + "' is here twice");
        }
        around.key = scalar.getValue();
    }

    private void put(Event at, Object value) {
        Open around = open.peek();
        if (around == null) {
            root = value;
            complete = true;
            return;
        }
        if (open.size() < DEEPEST_PLACE) {
            places.put(child(around), at.getStartMark().map(m -> place(m.getLine(), m.getColumn())).orElse(""));
        }
        if (around.map != null) {
            around.map.put(around.key, value);
            around.key = null;
        } else {
            around.list.add(value);
        }
    }

    private static String child(Open around) {
        if (around.map == null) {
            return around.path + "[" + around.list.size() + "]";
        }
        return around.path.isEmpty() ? around.key : around.path + "." + around.key;
    }

    private static Object scalar(ScalarEvent scalar) {
        String text = scalar.getValue();
        if (!scalar.isPlain()) {
            return text;
        }
        switch (text) {
            case "", "~", "null", "Null", "NULL" -> {
                return null;
            }
            case "true", "True", "TRUE" -> {
                return true;
            }
            case "false", "False", "FALSE" -> {
                return false;
            }
            default -> { }
        }
        if (text.length() > LONGEST_NUMBER) {
            return text;
        }
        if (WHOLE.matcher(text).matches()) {
            var number = new BigInteger(text);
            return number.bitLength() < 64 ? (Object) number.longValue() : number;
        }
        return DECIMAL.matcher(text).matches() ? new BigDecimal(text) : text;
    }

    private static void untagged(NodeEvent event, Optional<String> tag) {
        if (tag.isPresent()) {
            throw refused(event, "Tags ('" + shortened(tag.get()) + "') are not used here");
        }
        if (event.getAnchor().isPresent()) {
            throw refused(event, "Anchors ('&" + event.getAnchor().get() + "') are not used here");
        }
    }

    private static DocumentRefused refused(Event at, String message) {
        return new DocumentRefused(at.getStartMark().map(m -> place(m.getLine(), m.getColumn())).orElse("") + message);
    }

    private static String place(int line, int column) {
        return "Line " + (line + 1) + ", column " + (column + 1) + ": ";
    }

    private static String plain(String problem) {
        return Character.toUpperCase(problem.charAt(0)) + problem.substring(1);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
