package dev.millrace.compile;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Rel.Join.Meeting;
import dev.millrace.schema.Schema;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which columns of its inputs a join reads. */
public final class JoinColumns {
    private JoinColumns() {}

    /** @param wanted columns of the output that are read by somebody */
    public static Set<String> left(Rel.Join join, Collection<String> wanted) {
        var columns = named(join, wanted);
        columns.retainAll(join.left().schema().names());
        join.keys().forEach(k -> columns.add(k.left()));
        switch (join.meeting()) {
            case Meeting.Near near -> columns.add(near.leftTime());
            case Meeting.SameWindow same -> columns.addAll(List.of(same.start(), same.end(), same.leftTime()));
            case Meeting.AsOf asOf -> columns.add(asOf.leftTime());
            case Meeting.Whenever whenever -> columns.addAll(join.left().schema().key());
        }
        return columns;
    }

    public static Set<String> right(Rel.Join join, Collection<String> wanted) {
        var read = named(join, wanted);
        var columns = new HashSet<String>();
        join.names().forEach((column, name) -> {
            if (read.contains(name)) {
                columns.add(column);
            }
        });
        join.keys().forEach(k -> columns.add(k.right()));
        switch (join.meeting()) {
            case Meeting.Near near -> columns.add(near.rightTime());
            case Meeting.SameWindow same -> columns.addAll(List.of(same.start(), same.end(), same.rightTime()));
            case Meeting.AsOf asOf -> columns.add(asOf.rightTime());
            case Meeting.Whenever whenever -> columns.addAll(join.right().schema().key());
        }
        return columns;
    }

    /** The join without what nobody reads. */
    static Rel.Join keeping(Rel.Join join, Set<String> wanted, Rel left, Rel right, Schema schema) {
        var names = new HashMap<>(join.names());
        names.keySet().retainAll(right(join, wanted));
        return new Rel.Join(left, right, join.type(), join.keys(), names, join.condition(), join.meeting(), schema);
    }

    private static Set<String> named(Rel.Join join, Collection<String> wanted) {
        var read = new HashSet<>(wanted);
        join.condition().ifPresent(c -> read.addAll(c.columns()));
        return read;
    }
}
