// What the test browser lacks: virtual rows measure themselves by ResizeObserver, and the page asks for the colour scheme.

import { cleanup } from '@testing-library/svelte';
import { afterEach, vi } from 'vitest';

const VIEW_HEIGHT_PX = 420;
const ROW_HEIGHT_PX = 21;

class FixedResizeObserver implements ResizeObserver {
  #callback: ResizeObserverCallback;

  constructor(callback: ResizeObserverCallback) {
    this.#callback = callback;
  }

  observe(target: Element): void {
    const isRow = target instanceof HTMLElement && target.style.position === 'absolute';
    const contentRect = { height: isRow ? ROW_HEIGHT_PX : VIEW_HEIGHT_PX, width: 900 } as DOMRectReadOnly;
    const entry = { target, contentRect } as ResizeObserverEntry;
    queueMicrotask(() => this.#callback([entry], this));
  }

  unobserve(): void {}
  disconnect(): void {}
}

vi.stubGlobal('ResizeObserver', FixedResizeObserver);
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
// Charts are not drawn without a canvas; their figures stand in words.
HTMLCanvasElement.prototype.getContext = () => null;
Element.prototype.scrollIntoView = () => {};
Element.prototype.scrollTo = () => {};
Object.defineProperty(HTMLElement.prototype, 'offsetParent', { get: () => document.body });
Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { get: () => VIEW_HEIGHT_PX });

afterEach(cleanup);
