package dev.millrace.ui.canvas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands come from a browser, and so from anybody. */
class CanvasCommandTest {
    private final List<CanvasCommand> received = new ArrayList<>();
    private final PipelineCanvas canvas = new PipelineCanvas();

    CanvasCommandTest() {
        canvas.onCommand(command -> {
            received.add(command);
            return Wire.Answer.DONE;
        });
    }

    @Test
    void readsWhatTheCanvasSends() {
        assertThat(canvas.command("""
                {"type":"add","kind":"operator.filter","x":10,"y":20,"onEdge":null,"from":{"node":"a","port":"out"},"to":null}"""))
                .isEqualTo("{\"refusal\":\"\",\"added\":[]}");
        canvas.command("{\"type\":\"move\",\"places\":[{\"id\":\"a\",\"x\":1,\"y\":2}]}");
        canvas.command("{\"type\":\"undo\"}");
        assertThat(received).containsExactly(new CanvasCommand.Add("operator.filter", 10, 20, null, new Wire.End("a", "out"), null),
                new CanvasCommand.Move(List.of(new Wire.Place("a", 1, 2))), new CanvasCommand.Undo());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "null", "[]", "{", "{\"type\":\"fly\"}", "{\"type\":\"add\"}", "{\"type\":\"connect\",\"from\":{\"node\":\"a\"},\"to\":null}",
        "{\"type\":\"move\",\"places\":[null]}", "{\"type\":\"move\"}", "{\"type\":\"remove\",\"nodes\":[null],\"edges\":[]}",
        "{\"type\":\"paste\",\"x\":1,\"y\":2}", "{\"type\":\"paste\",\"fragment\":{\"nodes\":[{}],\"edges\":[]},\"x\":1,\"y\":2}",
        "{\"type\":\"select\",\"nodes\":{\"a\":1}}", "{\"type\":\"insert\",\"node\":\"a\",\"x\":1e99,\"y\":2}"})
    void refusesWhatIsNoCommand(String json) {
        assertThat(canvas.command(json)).contains("could not be understood");
        assertThat(received).isEmpty();
    }

    @Test
    void refusesTooMuchAtOnce() {
        assertThat(canvas.command("{\"type\":\"open\",\"node\":\"" + "x".repeat(3_000_000) + "\"}")).contains("too much at once");
        String place = "{\"id\":\"a\",\"x\":1,\"y\":2},";
        assertThat(canvas.command("{\"type\":\"move\",\"places\":[" + place.repeat(2_000) + place.replace(",\"y\":2},", ",\"y\":2}") + "]}"))
                .contains("could not be understood");
        assertThat(received).isEmpty();
    }

    @Test
    void keepsPlacesWhereTheyCanBeFoundAgain() {
        canvas.command("{\"type\":\"move\",\"places\":[{\"id\":\"a\",\"x\":2147483647,\"y\":-2147483648}]}");
        assertThat(received).containsExactly(new CanvasCommand.Move(List.of(new Wire.Place("a", 1_000_000, -1_000_000))));
    }
}
