package dev.millrace.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.schema.LogicalType;
import dev.millrace.server.columns.Proposal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Proposed columns.
 *
 * @param from where they are from, in words
 * @param sampled records looked at; 0 for a schema
 * @param unreadable records among them that are none of the format
 * @param timeColumn a column that could be the event time
 * @param key names of columns that make the key
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProposalBody(String from, int sampled, int unreadable, List<ProposedBody> columns, String timeColumn, List<String> key, List<String> notes) {

    /**
     * @param type as people write it
     * @param nullable whether it may be absent or null
     * @param present share of the readable records that have a value, 0 to 1
     * @param fits share of the values that fit the type, 0 to 1
     * @param values number of values; absent for a schema, as are the other numbers
     * @param nulls values written as null
     * @param absent records that lack it
     * @param kinds number of values of each kind: {"whole": 480, "text": 20}
     * @param others types that could be declared instead
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProposedBody(String name, String type, boolean nullable, double present, double fits, Integer values, Integer nulls, Integer absent,
            Map<String, Integer> kinds, List<String> others, String note) {
        static ProposedBody of(Proposal.Proposed c) {
            return new ProposedBody(c.name(), c.type().toString(), c.nullable(), c.present(), c.fits(), c.seen().map(Proposal.Seen::values).orElse(null),
                    c.seen().map(Proposal.Seen::nulls).orElse(null), c.seen().map(Proposal.Seen::absent).orElse(null), c.seen().map(ProposedBody::kinds).orElse(null),
                    c.others().stream().map(LogicalType::toString).toList(), c.note());
        }

        private static Map<String, Integer> kinds(Proposal.Seen seen) {
            var kinds = new LinkedHashMap<String, Integer>();
            seen.kinds().forEach((kind, count) -> kinds.put(kind.name().toLowerCase(Locale.ROOT), count));
            return kinds;
        }
    }

    static ProposalBody of(Proposal proposal) {
        return new ProposalBody(proposal.from(), proposal.sampled(), proposal.unreadable(), proposal.columns().stream().map(ProposedBody::of).toList(),
                proposal.timeColumn().orElse(null), proposal.key(), proposal.notes());
    }
}
