package dev.millrace.ui.columns;

import dev.millrace.pipeline.Settings;
import dev.millrace.server.columns.Proposal;
import dev.millrace.ui.columns.ColumnTarget.Declared;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What taking the chosen lines does to a source.
 *
 * @param settings to set, by name; empty where nothing changes
 * @param words a sentence each, without an end: "Adds coupon STRING"
 */
record ColumnChanges(Map<String, Object> settings, List<String> words) {
    private static final int MOST_NAMED = 8;

    /**
     * Declared columns keep their order and their place; what is new comes behind. Where fields are found by their order, all take the order
     * of the proposal. Event time and key are set only where there is none yet.
     *
     * @param inOrder whether fields are found by their order, as in CSV without names
     */
    static ColumnChanges of(ColumnTarget target, Settings now, Proposal proposal, List<ColumnChoice> lines, boolean inOrder) {
        List<Declared> before = target.declared(now);
        List<Declared> chosen = lines.stream().filter(ColumnChoice::take).map(ColumnChoice::asDeclared).toList();
        var after = new ArrayList<Declared>();
        if (inOrder) {
            after.addAll(chosen);
        } else {
            before.forEach(b -> chosen.stream().filter(c -> c.name().equals(b.name())).findFirst().ifPresent(after::add));
            chosen.stream().filter(c -> after.stream().noneMatch(a -> a.name().equals(c.name()))).forEach(after::add);
        }
        var words = new ArrayList<String>();
        var settings = new LinkedHashMap<String, Object>();
        if (!after.equals(before)) {
            settings.put(target.columns().name(), target.value(after));
            words.addAll(words(before, after));
        }
        List<String> names = after.stream().map(Declared::name).toList();
        target.time().filter(t -> unset(now, t.name())).ifPresent(t -> proposal.timeColumn().filter(names::contains)
                .filter(c -> after.stream().anyMatch(a -> a.name().equals(c) && ColumnTarget.type(a.type()).filter(type -> type.canBeEventTime()).isPresent())).ifPresent(c -> {
                    settings.put(t.name(), c);
                    words.add("Sets " + t.label() + " to " + c);
                }));
        target.key().filter(k -> unset(now, k.name()) && !proposal.key().isEmpty() && names.containsAll(proposal.key())).ifPresent(k -> {
            settings.put(k.name(), proposal.key());
            words.add("Sets " + k.label() + " to " + String.join(", ", proposal.key()));
        });
        return new ColumnChanges(settings, words);
    }

    private static boolean unset(Settings now, String setting) {
        Object value = now.get(setting).orElse(null);
        return value == null || value instanceof String s && s.isBlank() || value instanceof List<?> list && list.isEmpty();
    }

    private static List<String> words(List<Declared> before, List<Declared> after) {
        var words = new ArrayList<String>();
        List<String> added = after.stream().filter(a -> before.stream().noneMatch(b -> b.name().equals(a.name()))).map(a -> a.name() + " " + shortened(a.type())).toList();
        List<String> removed = before.stream().map(Declared::name).filter(n -> after.stream().noneMatch(a -> a.name().equals(n))).distinct().toList();
        if (!added.isEmpty()) {
            words.add("Adds " + listed(added));
        }
        if (!removed.isEmpty()) {
            words.add("Removes " + listed(removed));
        }
        for (Declared a : after) {
            before.stream().filter(b -> b.name().equals(a.name())).findFirst().ifPresent(b -> {
                if (!b.type().equals(a.type())) {
                    words.add("Changes " + a.name() + " from " + (b.type().isBlank() ? "no type" : shortened(b.type())) + " to " + shortened(a.type()));
                }
                if (b.required() != a.required()) {
                    words.add(a.required() ? "Makes " + a.name() + " required" : "Lets " + a.name() + " be absent");
                }
            });
        }
        if (words.isEmpty()) {
            words.add("Changes the order of the columns");
        }
        return words;
    }

    private static String shortened(String type) {
        return type.length() <= 60 ? type : type.substring(0, 59) + "…";
    }

    private static String listed(List<String> names) {
        return String.join(", ", names.stream().limit(MOST_NAMED).toList()) + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "");
    }
}
