package dev.millrace.state;

import dev.millrace.state.Part.Columns;
import dev.millrace.state.StateVerdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What two revisions of a node keep, side by side. */
final class Difference {
    private final List<String> refused = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Difference(List<Part> was, List<Part> is) {
        List<Part> before = both(was, is, " goes; what else it holds stays");
        List<Part> now = both(is, was, " is kept from now on only");
        compare(before, now);
    }

    /** Without what is kept apart and the other revision has not. */
    private List<Part> both(List<Part> some, List<Part> others, String otherwise) {
        var both = new ArrayList<Part>();
        for (Part part : some) {
            if (!part.apart() || others.stream().anyMatch(o -> o.what().equals(part.what()))) {
                both.add(part);
            } else {
                notes.add(Character.toUpperCase(part.what().charAt(0)) + part.what().substring(1) + ": that" + otherwise);
            }
        }
        return both;
    }

    private void compare(List<Part> before, List<Part> now) {
        String was = words(before);
        String is = words(now);
        if (before.size() != now.size() || !was.equals(is)) {
            refused.add("It kept " + was + ", and now keeps " + is);
            return;
        }
        for (int i = 0; i < before.size(); i++) {
            part(before.get(i), now.get(i));
        }
    }

    private static String words(List<Part> parts) {
        return parts.stream().map(Part::what).distinct().collect(Collectors.joining(" and "));
    }

    private void part(Part before, Part now) {
        if (before.columns().size() != now.columns().size() || before.traits().size() != now.traits().size()) {
            refused.add("It keeps something else than before");
            return;
        }
        for (int i = 0; i < before.traits().size(); i++) {
            trait(before.traits().get(i), now.traits().get(i));
        }
        for (int i = 0; i < before.columns().size(); i++) {
            columns(before.columns().get(i), now.columns().get(i));
        }
    }

    private void trait(Trait before, Trait now) {
        if (before.equals(now)) {
            return;
        }
        if (!before.what().equals(now.what())) {
            refused.add(now.what() + " is new");
            return;
        }
        String words = now.what() + " was " + shown(before.value()) + " and is " + shown(now.value());
        switch (Trait.Weight.values()[Math.min(before.weight().ordinal(), now.weight().ordinal())]) {
            case FORM -> refused.add(words);
            case MEANING -> wrong.add(words);
            case NOTE -> notes.add(words);
        }
    }

    private static String shown(String value) {
        return value.length() <= 80 ? value : value.substring(0, 77) + "…";
    }

    private void columns(Columns before, Columns now) {
        var was = before.held();
        var is = now.held();
        if (before.byName() && now.byName()) {
            byName(was, is);
            return;
        }
        if (before.byName() || now.byName()) {
            refused.add("Its " + now.what() + " are kept in another way: some of them need more than one value");
            return;
        }
        if (!was.stream().map(Held::form).toList().equals(is.stream().map(Held::form).toList())) {
            refused.add("Its " + now.what() + " were " + words(before.held(), is) + " and are " + words(is, was));
            return;
        }
        for (int i = 0; i < was.size(); i++) {
            Held one = was.get(i);
            Held other = is.get(i);
            if (one.isOf(other)) {
                continue;
            }
            boolean sameName = one.name().equals(other.name());
            String word = other.name().isEmpty() ? "a value" : "'" + other.name() + "'";
            if (sameName && !now.keys()) {
                notes.add(word + " of its " + now.what() + " is computed otherwise from now on; what is kept stays as it was");
            } else if (sameName) {
                wrong.add(word + " of its " + now.what() + " is computed otherwise: what it holds belongs to the old values");
            } else {
                wrong.add("Its " + now.what() + " had '" + one.name() + "' where they have " + word + " now: what it holds would be taken for that");
            }
        }
    }

    /** Some may come and others go; where none stays, nothing is kept. */
    private void byName(List<Held> was, List<Held> is) {
        List<Integer> places = Accumulators.places(was, is);
        if (IntStream.range(0, is.size()).allMatch(i -> places.get(i) < 0 || is.get(i).called().equals(Aggregation.ROWS))) {
            wrong.add("None of its aggregates is as before: they were " + words(asked(was), asked(is)) + " and are " + words(asked(is), asked(was)));
            return;
        }
        var gone = new ArrayList<String>();
        for (int j = 0; j < was.size(); j++) {
            if (!places.contains(j)) {
                gone.add(was.get(j).called());
            }
        }
        for (int i = 0; i < is.size(); i++) {
            int place = places.get(i);
            String name = is.get(i).called();
            if (place < 0 && gone.remove(name)) {
                notes.add("'" + name + "' is of something else than before: it begins anew with the next row of each key. The others keep what they have");
            } else if (place < 0) {
                notes.add("'" + name + "' begins with the next row of each key; the others keep what they have");
            } else if (!is.get(i).isOf(was.get(place))) {
                notes.add("'" + name + "' is computed otherwise from now on; what is kept stays as it was");
            }
        }
        gone.forEach(name -> notes.add("'" + name + "' goes, with what it counted"));
    }

    /** Those that somebody asked for. */
    private static List<Held> asked(List<Held> held) {
        return held.stream().filter(h -> !h.called().equals(Aggregation.ROWS)).toList();
    }

    private static String words(List<Held> held, List<Held> other) {
        var shown = held.stream().map(Held::toString).toList();
        if (shown.size() <= 4) {
            return shown.isEmpty() ? "none" : String.join(", ", shown);
        }
        // Of many, those that differ.
        var rest = other.stream().map(Held::toString).toList();
        var differing = shown.stream().filter(s -> !rest.contains(s)).toList();
        return differing.isEmpty() ? "the same" + (shown.size() == rest.size() ? " in another order" : " " + shown.size())
                : String.join(", ", differing) + " beside " + (shown.size() - differing.size()) + " others";
    }

    Outcome outcome() {
        return !refused.isEmpty() ? Outcome.INCOMPATIBLE : !wrong.isEmpty() ? Outcome.LOST : Outcome.KEPT;
    }

    /** All reasons for that outcome; empty where all stays. */
    String reason() {
        return (outcome() == Outcome.INCOMPATIBLE ? refused : wrong).stream().distinct().collect(Collectors.joining(". "));
    }

    List<String> notes() {
        return notes.stream().distinct().toList();
    }
}
