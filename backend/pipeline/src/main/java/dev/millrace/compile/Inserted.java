package dev.millrace.compile;

import dev.millrace.kind.Ports;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.Room;
import java.util.ArrayList;
import java.util.List;

/** How a new node is put between the two ends of an edge. */
final class Inserted {
    private Inserted() {}

    static PipelineEdit on(Edge edge, Node node, Ports ports, Pipeline pipeline) {
        Room room = Room.before(edge, pipeline);
        List<PipelineEdit> edits = new ArrayList<>();
        edits.add(new PipelineEdit.AddNode(node, room.place()));
        edits.addAll(room.moves());
        edits.add(new PipelineEdit.Disconnect(edge));
        edits.add(new PipelineEdit.Connect(new Edge(edge.from(), new PortRef(node.id(), ports.inputs().getFirst().name()))));
        edits.add(new PipelineEdit.Connect(new Edge(new PortRef(node.id(), ports.outputs().getFirst().name()), edge.to())));
        return new PipelineEdit.Batch(edits);
    }
}
