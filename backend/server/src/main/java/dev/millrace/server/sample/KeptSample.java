package dev.millrace.server.sample;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A sample as a text, to be run again at another time or elsewhere. What gives the same rows at each run, such as a demo stream, is not in it. */
public final class KeptSample {
    private final Compiler compiler;

    public KeptSample(Compiler compiler) {
        this.compiler = compiler;
    }

    public String write(TakenSample sample) {
        return SampleDocument.write(sample.samples());
    }

    /** The sample of a drawing; a topic of which nothing was kept gives nothing. @throws RuntimeException where the text is none of {@link #write} */
    public TakenSample read(Compilation compiled, String text) {
        Map<NodeId, SourceSample> kept = SampleDocument.read(text);
        var taken = new LinkedHashMap<NodeId, TakenSample.OfSource>();
        compiler.soundPart(compiled).map(Sources::of).orElse(Map.of()).forEach((node, scan) -> {
            boolean topic = scan instanceof Rel.KafkaScan;
            SourceSample found = kept.get(node);
            SourceSample sample = found != null && (topic || found instanceof SourceSample.Rows) ? found
                    : topic ? new SourceSample.Records(List.of()) : new SourceSample.First(Taking.USUAL);
            taken.put(node, new TakenSample.OfSource(new Taking.Newest(Taking.USUAL), scan, sample, List.of()));
        });
        return new TakenSample(taken, List.of());
    }
}
