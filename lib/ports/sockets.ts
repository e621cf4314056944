export interface SocketListener {
  message(text: string): void;
  /** Once, for whatever reason; also when it never opened. */
  closed(): void;
}

export interface Socket {
  send(text: string): void;
  /** No listener is called after this. */
  close(): void;
}

export interface Sockets {
  open(url: string, listener: SocketListener): Socket;
}
