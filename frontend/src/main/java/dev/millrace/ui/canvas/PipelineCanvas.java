package dev.millrace.ui.canvas;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.ClientCallable;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import com.vaadin.flow.component.react.ReactAdapterComponent;
import java.util.ArrayList;
import java.util.List;
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
    private static final Wire.Graph EMPTY = new Wire.Graph(List.of(), List.of());
    private static final int LONGEST_COMMAND = 2_000_000;
    private static final JsonMapper JSON = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private Function<CanvasCommand, Wire.Answer> commands = command -> Wire.Answer.DONE;
    private Wire.Load toLoad;
    private Wire.Load loaded;
    private Wire.Graph known = EMPTY;
    private Wire.Graph wanted = EMPTY;
    private final List<String> notices = new ArrayList<>();
    private Wire.Rates rates;
    private boolean flushing;

    /** Who answers commands. */
    public void onCommand(Function<CanvasCommand, Wire.Answer> newCommands) {
        commands = newCommands;
    }

    /** Begins anew with this catalogue and graph. */
    public void load(Wire.Load load) {
        toLoad = load;
        wanted = load.graph();
        flushLater();
    }

    /** Shows the graph as it is now, sending only what changed. @param notice what somebody else did; empty: nothing */
    public void show(Wire.Graph graph, String notice) {
        wanted = graph;
        if (!notice.isEmpty()) {
            notices.add(notice);
        }
        flushLater();
    }

    public void show(Wire.Rates newRates) {
        rates = newRates;
        flushLater();
    }

    /** Selects a node and brings it into view. */
    public void reveal(String node) {
        flushLater();
        getElement().getNode().runWhenAttached(ui -> ui.beforeClientResponse(this, now -> getElement().callJsFunction("reveal", node)));
    }

    /** The browser has moved nodes already; telling it again would only disturb a further drag. */
    void placed(List<Wire.Place> places) {
        known = Difference.placed(known, places);
    }

    /** A canvas that comes back to a page is a new one in the browser, which knows nothing yet. */
    @Override
    protected void onAttach(AttachEvent attach) {
        super.onAttach(attach);
        if (loaded != null) {
            toLoad = new Wire.Load(loaded.catalogue(), wanted, loaded.readOnly());
        }
        flushLater();
    }

    /** All changes of one round trip go down as one message. */
    private void flushLater() {
        if (!flushing) {
            flushing = true;
            getElement().getNode().runWhenAttached(ui -> ui.beforeClientResponse(this, now -> flush()));
        }
    }

    private void flush() {
        flushing = false;
        if (toLoad != null) {
            loaded = toLoad;
            toLoad = null;
            known = wanted;
            send("load", new Wire.Load(loaded.catalogue(), wanted, loaded.readOnly()));
        }
        if (loaded == null) {
            return;
        }
        Wire.Patch patch = Difference.between(known, wanted, String.join(". ", notices));
        known = wanted;
        notices.clear();
        if (!patch.isEmpty()) {
            send("patch", patch);
        }
        if (rates != null) {
            send("rates", rates.flat());
            rates = null;
        }
    }

    private void send(String function, Object message) {
        getElement().callJsFunction(function, JSON.writeValueAsString(message));
    }

    @ClientCallable
    String command(String json) {
        return JSON.writeValueAsString(answer(json));
    }

    private Wire.Answer answer(String json) {
        if (json.length() > LONGEST_COMMAND) {
            return Wire.Answer.refused("That is too much at once");
        }
        CanvasCommand command;
        try {
            command = JSON.readValue(json, CanvasCommand.class);
        } catch (JacksonException e) {
            LOG.warn("The canvas sent what is no command: {}", e.getOriginalMessage());
            command = null;
        }
        return command == null ? Wire.Answer.refused("That could not be understood. Reload the page") : commands.apply(command);
    }
}
