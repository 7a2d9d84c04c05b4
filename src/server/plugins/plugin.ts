import type { Plugin } from 'graphql-yoga';
import type { ShellContext } from '../exchange.js';

/** One step of the shell: a Yoga plugin that finds the exchange in the server context. */
export type ShellPlugin = Plugin<object, ShellContext & Record<string, unknown>>;
