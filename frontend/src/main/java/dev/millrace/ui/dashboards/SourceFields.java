package dev.millrace.ui.dashboards;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.select.Select;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Topic;
import dev.millrace.server.dashboards.EdgeRows;
import dev.millrace.server.dashboards.Source;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.PipelineSummary;
import dev.millrace.server.metrics.Series;
import java.util.List;
import java.util.Optional;

/** Where the values of a tile come from, as a form. */
final class SourceFields extends Div {
    /** The forms of a source. */
    enum Form {
        METRIC("A number of a pipeline"), EDGE("Rows on an edge"), TOPIC("Records of a topic");

        private final String words;

        Form(String words) {
            this.words = words;
        }
    }

    private final transient TileSources sources;
    private final transient Runnable changed;
    private final RadioButtonGroup<Form> form = new RadioButtonGroup<>("Shows");
    private final ComboBox<PipelineSummary> pipeline = new ComboBox<>("Pipeline");
    private final Select<Series> metric = new Select<>();
    private final ComboBox<NodeId> node = new ComboBox<>("Node");
    private final ComboBox<EdgeRows.Offer> edge = new ComboBox<>("Edge");
    private final Span how = new Span();
    private final Select<String> cluster = new Select<>();
    private final ComboBox<String> topic = new ComboBox<>("Topic");
    private transient List<EdgeRows.Offer> offers = List.of();
    private boolean filling;

    SourceFields(TileSources sources, Runnable changed) {
        this.sources = sources;
        this.changed = changed;
        addClassName("tile-fields");
        form.setItems(Form.values());
        form.setItemLabelGenerator(f -> f.words);
        form.setValue(Form.METRIC);
        pipeline.setItemLabelGenerator(PipelineSummary::name);
        metric.setLabel("Number");
        metric.setItems(Series.values());
        metric.setItemLabelGenerator(SeriesWords::of);
        metric.setValue(Series.ROWS_IN);
        node.setItemLabelGenerator(NodeId::inWords);
        node.setPlaceholder("The whole pipeline");
        node.setClearButtonVisible(true);
        edge.setItemLabelGenerator(EdgeRows.Offer::words);
        how.addClassName("field-help");
        how.getElement().setAttribute("role", "status");
        cluster.setLabel("Kafka cluster");
        topic.setAllowCustomValue(true);
        topic.addCustomValueSetListener(e -> topic.setValue(e.getDetail().strip()));
        add(form, pipeline, metric, node, edge, how, cluster, topic);
        form.addValueChangeListener(e -> arrange());
        pipeline.addValueChangeListener(e -> ofPipeline());
        metric.addValueChangeListener(e -> arrange());
        cluster.addValueChangeListener(e -> {
            topic.setItems(cluster.getValue() == null ? List.of() : sources.topics(cluster.getValue()));
            tell();
        });
        node.addValueChangeListener(e -> tell());
        edge.addValueChangeListener(e -> arrange());
        topic.addValueChangeListener(e -> tell());
    }

    private void tell() {
        if (!filling) {
            changed.run();
        }
    }

    private void arrange() {
        Form now = form.getValue();
        pipeline.setVisible(now != Form.TOPIC);
        metric.setVisible(now == Form.METRIC);
        node.setVisible(now == Form.METRIC && metric.getValue().isOfNodes());
        edge.setVisible(now == Form.EDGE);
        how.setVisible(now == Form.EDGE && edge.getValue() != null);
        if (edge.getValue() != null) {
            how.setText((edge.getValue().node().isPresent() ? "Its rows are read " : "Its rows cannot be read yet: ") + edge.getValue().how() + ".");
        }
        cluster.setVisible(now == Form.TOPIC && sources.clusters().size() > 1);
        topic.setVisible(now == Form.TOPIC);
        tell();
    }

    private void ofPipeline() {
        Optional<PipelineId> id = Optional.ofNullable(pipeline.getValue()).map(PipelineSummary::id);
        node.setItems(id.flatMap(sources::drawing).map(d -> d.nodes().values().stream().map(Node::id).toList()).orElse(List.of()));
        offers = id.map(sources::edges).orElse(List.of());
        edge.setItems(offers);
        tell();
    }

    /** @param before empty for a new tile */
    void fill(Optional<Source> before, Optional<PipelineId> preset) {
        filling = true;
        List<PipelineSummary> pipelines = sources.pipelines();
        pipeline.setItems(pipelines);
        cluster.setItems(sources.clusters());
        cluster.setValue(Topic.DEFAULT_CLUSTER);
        Optional<PipelineId> shown = before.isPresent() ? before.get().pipeline() : preset;
        pipeline.setValue(shown.flatMap(id -> pipelines.stream().filter(p -> p.id().equals(id)).findFirst()).orElse(null));
        ofPipeline();
        node.clear();
        edge.clear();
        topic.clear();
        switch (before.orElse(null)) {
            case null -> form.setValue(Form.METRIC);
            case Source.Metric m -> {
                form.setValue(Form.METRIC);
                metric.setValue(m.series());
                m.node().ifPresent(node::setValue);
            }
            case Source.Rows r -> {
                form.setValue(Form.EDGE);
                offers.stream().filter(o -> o.node().equals(Optional.of(r.node()))).findFirst().ifPresent(edge::setValue);
            }
            case Source.OfTopic t -> {
                form.setValue(Form.TOPIC);
                cluster.setValue(t.topic().cluster());
                topic.setValue(t.topic().name());
            }
        }
        filling = false;
        arrange();
    }

    boolean isMetric() {
        return form.getValue() == Form.METRIC;
    }

    Series series() {
        return metric.getValue();
    }

    boolean isOfOneNode() {
        return node.getValue() != null;
    }

    /** Empty where something is not chosen yet. */
    Optional<Source> source() {
        Optional<PipelineId> id = Optional.ofNullable(pipeline.getValue()).map(PipelineSummary::id);
        return switch (form.getValue()) {
            case METRIC -> id.map(p -> new Source.Metric(Optional.of(p), Optional.ofNullable(node.getValue()).filter(n -> metric.getValue().isOfNodes()), metric.getValue()));
            case EDGE -> id.flatMap(p -> Optional.ofNullable(edge.getValue()).flatMap(EdgeRows.Offer::node).map(n -> new Source.Rows(Optional.of(p), n)));
            case TOPIC -> Optional.ofNullable(topic.getValue()).filter(t -> !t.isBlank()).map(t -> new Source.OfTopic(new Topic(cluster.getValue(), t.strip())));
        };
    }

    /** What is to be done before there is a source. */
    String missing() {
        return switch (form.getValue()) {
            case METRIC -> "Choose a pipeline.";
            case EDGE -> pipeline.getValue() == null ? "Choose a pipeline." : edge.getValue() == null ? "Choose an edge." : "Choose another edge, or " + edge.getValue().how() + ".";
            case TOPIC -> "Choose a topic.";
        };
    }
}
