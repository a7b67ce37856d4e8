package dev.millrace.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One change of a pipeline. {@link #apply} gives the changed pipeline or throws {@link EditRefused} with the reason in the
 * user's words; {@link #inverse} is computed on the pipeline before the change and undoes it.
 *
 * <p>Edits touch as little as they can (one setting, one position), so that edits of two people merge unless they touch the
 * very same thing.
 */
public sealed interface PipelineEdit {
    /** More than any form asks for; keeps a pasted file out of the document. */
    int LONGEST_SETTING = 100_000;

    /** Adds a node at a place; refused where the id is taken. */
    record AddNode(Node node, Position at) implements PipelineEdit {}

    /** Removes a node with all its edges. */
    record RemoveNode(NodeId node) implements PipelineEdit {}

    record Connect(Edge edge) implements PipelineEdit {}

    record Disconnect(Edge edge) implements PipelineEdit {}

    record Move(NodeId node, Position to) implements PipelineEdit {}

    /** Sets one setting; an empty value removes it. */
    record SetSetting(NodeId node, String setting, Optional<Object> value) implements PipelineEdit {}

    record SetLabel(NodeId node, String label) implements PipelineEdit {}

    /** Enables a node, bypasses it or cuts it out. Whether it can be bypassed is its kind's affair and said by the compiler. */
    record SetUse(NodeId node, Node.Use use) implements PipelineEdit {}

    /** Gives a node a number of copies of its own; empty: as many as the pipeline says. */
    record SetParallelism(NodeId node, OptionalInt parallelism) implements PipelineEdit {}

    record Rename(String name) implements PipelineEdit {}

    record Describe(String description) implements PipelineEdit {}

    record SetRun(RunSettings run) implements PipelineEdit {}

    /** What the pipeline leaves open, all at once: they refer to one another's names. */
    record SetParameters(List<Parameter> parameters) implements PipelineEdit {
        public SetParameters {
            parameters = List.copyOf(parameters);
        }
    }

    /** Takes another version of the node's kind, as when a fragment has a newer one. */
    record SetKindVersion(NodeId node, int version) implements PipelineEdit {}

    /** A pipeline as it was at a revision. */
    record State(long revision, Pipeline pipeline) {}

    /** Goes back to an earlier state: makes what differs between the two. What others have changed elsewhere since {@code from} stays. */
    record Restore(State from, State to) implements PipelineEdit {}

    /** What is written on the drawing for its readers. */
    sealed interface MarkEdit extends PipelineEdit permits AddNote, RemoveNote, WriteNote, PlaceNote, PutGroup, RemoveGroup, TitleGroup, FoldGroup {}

    record AddNote(Note note) implements MarkEdit {}

    record RemoveNote(MarkId note) implements MarkEdit {}

    record WriteNote(MarkId note, String text, Note.Color color) implements MarkEdit {}

    record PlaceNote(MarkId note, Position at, int width, int height) implements MarkEdit {}

    /** Adds a group, or puts it in the place of the one with its id. Its nodes leave the groups they were in. */
    record PutGroup(NodeGroup group) implements MarkEdit {}

    /** Takes the frame away; its nodes stay. */
    record RemoveGroup(MarkId group) implements MarkEdit {}

    record TitleGroup(MarkId group, String title) implements MarkEdit {}

    record FoldGroup(MarkId group, boolean folded) implements MarkEdit {}

    /** Several edits as one step of undo: all or none. */
    record Batch(List<PipelineEdit> edits) implements PipelineEdit {
        public Batch {
            edits = List.copyOf(edits);
        }
    }

    default Pipeline apply(Pipeline before) {
        return switch (this) {
            case AddNode(Node node, Position at) -> {
                if (before.nodes().containsKey(node.id())) {
                    throw new EditRefused("A node '" + node.id() + "' exists already");
                }
                if (before.nodes().size() >= Pipeline.MOST_NODES) {
                    throw new EditRefused("A pipeline has at most " + Pipeline.MOST_NODES + " nodes");
                }
                bounded("A label", node.label(), Node.LONGEST_LABEL);
                bounded("A node's settings", node.settings().values().toString(), LONGEST_SETTING);
                yield before.withNode(node).withPosition(node.id(), at);
            }
            case RemoveNode(NodeId id) -> {
                existing(before, id);
                yield before.withoutNode(id);
            }
            case Connect(Edge edge) -> {
                existing(before, edge.from().node());
                existing(before, edge.to().node());
                if (before.edges().size() >= Pipeline.MOST_EDGES) {
                    throw new EditRefused("A pipeline has at most " + Pipeline.MOST_EDGES + " edges");
                }
                yield before.withEdge(edge);
            }
            case Disconnect(Edge edge) -> before.withoutEdge(edge);
            case Move(NodeId id, Position to) -> {
                existing(before, id);
                yield before.withPosition(id, to);
            }
            case SetSetting(NodeId id, String setting, Optional<Object> value) -> {
                Node node = existing(before, id);
                bounded("A setting", String.valueOf(value.orElse("")), LONGEST_SETTING);
                yield before.withNode(node.withSettings(node.settings().with(setting, value.orElse(null))));
            }
            case SetLabel(NodeId id, String label) -> before.withNode(existing(before, id).withLabel(bounded("A label", label, Node.LONGEST_LABEL)));
            case SetUse(NodeId id, Node.Use use) -> before.withNode(existing(before, id).withUse(use));
            case SetParallelism(NodeId id, OptionalInt copies) -> {
                Node node = existing(before, id);
                try {
                    yield before.withNode(node.withParallelism(copies));
                } catch (IllegalArgumentException wrong) {
                    throw new EditRefused(wrong.getMessage());
                }
            }
            case Rename(String name) -> {
                if (name.isBlank()) {
                    throw new EditRefused("A pipeline needs a name");
                }
                yield before.withName(bounded("A name", name, Pipeline.LONGEST_NAME));
            }
            case Describe(String description) -> before.withDescription(bounded("A description", description, Pipeline.LONGEST_DESCRIPTION));
            case SetRun(RunSettings run) -> before.withRun(run);
            case SetParameters(List<Parameter> parameters) -> {
                if (parameters.size() > Pipeline.MOST_PARAMETERS) {
                    throw new EditRefused("A pipeline has at most " + Pipeline.MOST_PARAMETERS + " parameters");
                }
                bounded("Parameters", parameters.toString(), LONGEST_SETTING);
                yield before.withParameters(parameters);
            }
            case SetKindVersion(NodeId id, int version) -> before.withNode(existing(before, id).withKindVersion(version));
            case Restore(State from, State to) -> Restoring.apply(before, from.pipeline(), to.pipeline());
            case MarkEdit mark -> MarkEdits.apply(mark, before);
            case Batch(List<PipelineEdit> edits) -> {
                Pipeline now = before;
                for (PipelineEdit edit : edits) {
                    now = edit.apply(now);
                }
                yield now;
            }
        };
    }

    /** What undoes this edit, given the pipeline as it was before. */
    default PipelineEdit inverse(Pipeline before) {
        return switch (this) {
            case AddNode(Node node, Position at) -> new RemoveNode(node.id());
            case RemoveNode(NodeId id) -> {
                var back = new ArrayList<PipelineEdit>();
                back.add(new AddNode(existing(before, id), before.layout().getOrDefault(id, new Position(0, 0))));
                before.edges().stream().filter(e -> e.from().node().equals(id) || e.to().node().equals(id))
                        .forEach(e -> back.add(new Connect(e)));
                before.marks().groupOf(id).ifPresent(group -> back.add(new PutGroup(group)));
                yield new Batch(back);
            }
            case Connect(Edge edge) -> before.edges().contains(edge) ? new Batch(List.of()) : new Disconnect(edge);
            case Disconnect(Edge edge) -> before.edges().contains(edge) ? new Connect(edge) : new Batch(List.of());
            // Where nobody has said where it stands, it stays where it was put: see Places.
            case Move(NodeId id, Position to) -> before.layout().containsKey(id) ? new Move(id, before.layout().get(id)) : new Batch(List.of());
            case SetSetting(NodeId id, String setting, Optional<Object> value) ->
                    new SetSetting(id, setting, existing(before, id).settings().get(setting));
            case SetLabel(NodeId id, String label) -> new SetLabel(id, existing(before, id).label());
            case SetUse(NodeId id, Node.Use use) -> new SetUse(id, existing(before, id).use());
            case SetParallelism(NodeId id, OptionalInt copies) -> new SetParallelism(id, existing(before, id).parallelism());
            case Rename(String name) -> new Rename(before.name());
            case Describe(String description) -> new Describe(before.description());
            case SetRun(RunSettings run) -> new SetRun(before.run());
            case SetParameters(List<Parameter> parameters) -> new SetParameters(before.parameters());
            case SetKindVersion(NodeId id, int version) -> new SetKindVersion(id, existing(before, id).kindVersion());
            case Restore(State from, State to) -> new Restore(new State(to.revision(), apply(before)), new State(from.revision(), before));
            case MarkEdit mark -> MarkEdits.inverse(mark, before);
            case Batch(List<PipelineEdit> edits) -> {
                var back = new ArrayList<PipelineEdit>();
                Pipeline now = before;
                for (PipelineEdit edit : edits) {
                    back.addFirst(edit.inverse(now));
                    now = edit.apply(now);
                }
                yield new Batch(back);
            }
        };
    }

    static String bounded(String what, String text, int longest) {
        if (text.length() > longest) {
            throw new EditRefused(what + " has at most " + longest + " characters, not " + text.length());
        }
        return text;
    }

    private static Node existing(Pipeline pipeline, NodeId id) {
        return pipeline.node(id).orElseThrow(() -> new EditRefused("The node '" + id + "' is no longer there"));
    }
}
