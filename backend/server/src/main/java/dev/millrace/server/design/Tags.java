package dev.millrace.server.design;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The tags of a pipeline: short words in small letters, sorted, each once. */
public record Tags(SortedSet<String> words) {
    /** More would be no help in finding anything. */
    public static final int MOST = 10;
    public static final int LONGEST = 24;
    public static final Tags NONE = new Tags(new TreeSet<>());
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0," + (LONGEST - 1) + "}");

    /** Not repeated to people: it cannot be read, or turns what stands beside it. */
    private static final Pattern UNREADABLE = Pattern.compile("[\\p{C}\\u2028\\u2029]");

    public Tags {
        words = Collections.unmodifiableSortedSet(new TreeSet<>(words));
    }

    /** Reads what people write: spaces around words and capital letters do not count. @throws TagRefused */
    public static Tags of(Collection<String> written) {
        var words = new TreeSet<String>();
        if (written.size() > MOST * MOST) {
            throw tooMany();
        }
        for (String word : written) {
            String tag = word == null ? "" : word.strip().toLowerCase(Locale.ROOT);
            if (!WORD.matcher(tag).matches()) {
                String said = UNREADABLE.matcher(tag.length() > LONGEST ? tag.substring(0, LONGEST) + "…" : tag).replaceAll("?");
                throw new TagRefused("'" + said + "' cannot be a tag. A tag is one word of at most " + LONGEST + " letters, digits, dots, hyphens and underscores, and begins with a letter or digit");
            }
            words.add(tag);
        }
        if (words.size() > MOST) {
            throw tooMany();
        }
        return new Tags(words);
    }

    private static TagRefused tooMany() {
        return new TagRefused("A pipeline has at most " + MOST + " tags. Take some away first");
    }

    /** With some more and without some others. @throws TagRefused where that becomes too many */
    public Tags changed(Collection<String> more, Collection<String> less) {
        var all = new TreeSet<>(words);
        all.removeAll(less);
        all.addAll(more);
        return of(all);
    }

    public List<String> list() {
        return List.copyOf(words);
    }
}
