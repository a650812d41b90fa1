package io.lingpai.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * Marks headers that are folded over two lines, before the library joins them without a trace. Two
 * parties that read such a header differently can be played against each other.
 *
 * <p>A continuation line is a line feed followed by a blank before the headers have ended. Where a
 * request's headers begin is known for the first request on a connection; later ones are looked at
 * from the moment the answer before has gone out, see {@link #expectHeaders}.
 */
final class FoldedHeaders extends ChannelInboundHandlerAdapter {

  private static final String NAME = "lingpai-folded-headers";

  private boolean inHeaders = true;
  private int lineLength;
  private boolean afterLineFeed;

  static void refuseOn(HttpConnection connection) {
    if (connection instanceof HttpServerConnection inner) {
      inner.channelHandlerContext().pipeline().addFirst(NAME, new FoldedHeaders());
    }
  }

  /** The next bytes begin a request. */
  static void expectHeaders(HttpConnection connection) {
    if (connection instanceof HttpServerConnection inner) {
      ChannelPipeline pipeline = inner.channelHandlerContext().pipeline();
      if (pipeline.get(NAME) instanceof FoldedHeaders watching) {
        watching.inHeaders = true;
        watching.lineLength = 0;
        watching.afterLineFeed = false;
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (inHeaders && message instanceof ByteBuf bytes) {
      unfold(bytes);
    }
    super.channelRead(context, message);
  }

  // A blank that continues a line is overwritten with a colon, which makes a header without a name,
  // and that is refused with everything else that is wrong with headers.
  private void unfold(ByteBuf bytes) {
    for (int i = bytes.readerIndex(); i < bytes.writerIndex() && inHeaders; i++) {
      byte b = bytes.getByte(i);
      if (afterLineFeed && (b == ' ' || b == '\t')) {
        bytes.setByte(i, ':');
      }
      afterLineFeed = b == '\n';
      if (b == '\n') {
        inHeaders = lineLength > 0;
        lineLength = 0;
      } else if (b != '\r') {
        lineLength++;
      }
    }
  }
}
