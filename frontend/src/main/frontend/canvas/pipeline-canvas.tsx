import { ReactAdapterElement } from 'Frontend/generated/flow/ReactAdapter';
import { Canvas } from './Canvas';
import { CanvasStore } from './store';
import type { Command, WireAnswer, WireLoad, WirePatch, WireRates } from './wire';

interface Server {
  command(json: string): Promise<string>;
}

/** The canvas as an element. The server calls the methods below, also before the first render: the store is made with the element. */
class PipelineCanvasElement extends ReactAdapterElement {
  private readonly store = new CanvasStore(async (command: Command) => {
    const server = (this as unknown as { $server?: Server }).$server;
    return server ? (JSON.parse(await server.command(JSON.stringify(command))) as WireAnswer) : { refusal: '', added: [] };
  });

  load(json: string) {
    this.store.load(JSON.parse(json) as WireLoad);
  }

  patch(json: string) {
    this.store.patch(JSON.parse(json) as WirePatch);
  }

  rates(json: string) {
    this.store.applyRates(JSON.parse(json) as WireRates);
  }

  reveal(id: string) {
    this.store.reveal(id);
  }

  protected override render() {
    return <Canvas store={this.store} />;
  }
}

customElements.define('millrace-canvas', PipelineCanvasElement);
