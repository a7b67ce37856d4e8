import { ReactAdapterElement } from 'Frontend/generated/flow/ReactAdapter';
import { ReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import React from 'react';
class Probe extends ReactAdapterElement {
  protected override render() { return <div style={{ width: 500, height: 500 }}><ReactFlow nodes={[]} edges={[]} /></div>; }
}
customElements.define('millrace-probe', Probe);
