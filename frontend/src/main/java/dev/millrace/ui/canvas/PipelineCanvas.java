package dev.millrace.ui.canvas;

import com.vaadin.flow.component.ClientCallable;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import com.vaadin.flow.component.react.ReactAdapterComponent;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The drawing in the browser. Commands come up one by one and are answered; graph, patches and numbers go down. It keeps what
 * the browser knows, so that only differences are sent.
 */
@Tag("millrace-canvas")
@JsModule("./canvas/pipeline-canvas.tsx")
@NpmPackage(value = "@xyflow/react", version = "12.12.1")
@NpmPackage(value = "elkjs", version = "0.12.1")
public class PipelineCanvas extends ReactAdapterComponent {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineCanvas.class);
    private static final int LONGEST_COMMAND = 2_000_000;
    private static final JsonMapper JSON = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private Function<CanvasCommand, Wire.Answer> commands = command -> Wire.Answer.DONE;
    private Wire.Graph known = new Wire.Graph(java.util.List.of(), java.util.List.of());

    /** Who answers commands. */
    public void onCommand(Function<CanvasCommand, Wire.Answer> newCommands) {
        commands = newCommands;
    }

    public void load(Wire.Load load) {
        known = load.graph();
        getElement().callJsFunction("load", JSON.writeValueAsString(load));
    }

    /** Shows the graph as it is now, sending only what changed. @param notice what somebody else did; empty: nothing */
    public void show(Wire.Graph graph, String notice) {
        Wire.Patch patch = Difference.between(known, graph, notice);
        known = graph;
        if (!patch.isEmpty()) {
            getElement().callJsFunction("patch", JSON.writeValueAsString(patch));
        }
    }

    public void show(Wire.Rates rates) {
        getElement().callJsFunction("rates", JSON.writeValueAsString(rates));
    }

    /** Selects a node and brings it into view. */
    public void reveal(String node) {
        getElement().callJsFunction("reveal", node);
    }

    /** The browser has moved nodes already; telling it again would only disturb a further drag. */
    void placed(java.util.List<Wire.Place> places) {
        known = Difference.placed(known, places);
    }

    @ClientCallable
    String command(String json) {
        return JSON.writeValueAsString(answer(json));
    }

    private Wire.Answer answer(String json) {
        if (json.length() > LONGEST_COMMAND) {
            return Wire.Answer.refused("That is too much at once");
        }
        try {
            return commands.apply(JSON.readValue(json, CanvasCommand.class));
        } catch (JacksonException e) {
            LOG.warn("The canvas sent what is no command: {}", e.getOriginalMessage());
            return Wire.Answer.refused("That could not be understood. Reload the page");
        }
    }
}
