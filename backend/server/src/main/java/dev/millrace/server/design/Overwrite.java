package dev.millrace.server.design;

/**
 * Two people changed the very same thing at the same time, and the later one won.
 *
 * @param place what it is, in words: "setting 'condition' of 'only-delayed'"
 * @param loser whose change was replaced
 * @param winner whose change stands
 * @param lost the replaced value as text; empty where there was none
 * @param revision in which the lost value can still be found
 */
public record Overwrite(String place, Author loser, Author winner, String lost, long revision) {
    /** One sentence for both of them. */
    public String sentence() {
        return winner.name() + " replaced " + place + ", which " + loser.name() + " had just set"
                + (lost.isEmpty() ? "" : " to '" + (lost.length() > 80 ? lost.substring(0, 79) + "…" : lost) + "'")
                + " (revision " + revision + " has it)";
    }
}
