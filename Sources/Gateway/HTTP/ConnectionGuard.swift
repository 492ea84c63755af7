import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Keeps a connection from being held by whoever does not speak: deadlines for a request's head
/// and body as a whole, however slowly they trickle.
///
/// It also answers what is not HTTP, so that even then the refusal is a problem, and closes after
/// an answer that says so.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    struct Deadlines: Sendable {
        /// From the connection or the last answer to the end of the next head.
        var head = TimeAmount.seconds(60)
        /// From a head to the end of its body.
        var body = TimeAmount.seconds(30)
        /// How long a reader may leave what is sent to them unread.
        var reading = TimeAmount.seconds(15)
    }

    private typealias Lapse = (ConnectionGuard, ChannelHandlerContext) -> Void

    private let deadlines: Deadlines
    private let unreadBytes: Int
    /// Until when what is awaited has to come, and what happens otherwise.
    private var awaited: (until: NIODeadline, lapse: Lapse)?
    /// Looks at `awaited` and goes on where that has moved: a request costs no timer of its own.
    private var timer: (due: NIODeadline, task: Scheduled<Void>)?
    private var slowReaderTimer: Scheduled<Void>?
    private var isReadingBody = false
    private var isAnswering = false
    private var closesAfterAnswer = false
    private var isRefused = false

    /// - Parameter unreadBytes: How much may wait for a slow reader, in this process and as much
    ///   again in the kernel.
    init(deadlines: Deadlines, unreadBytes: Int) {
        self.deadlines = deadlines
        self.unreadBytes = unreadBytes
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopTimer()
        slowReaderTimer?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { stopTimer() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            guard meets(head.headerFields[.expect], context) else { return }
            isReadingBody = true
            schedule(context, after: deadlines.body) { handler, context in
                handler.refuse(Problem(.requestTimeout), context)
            }
        case .body: break
        case .end:
            isReadingBody = false
            awaited = nil
        }
        context.fireChannelRead(data)
    }

    /// Asks for the body where the sender waits to be asked (RFC 9110, 10.1.1).
    private func meets(_ expectation: String?, _ context: ChannelHandlerContext) -> Bool {
        guard let expectation else { return true }
        guard expectation.lowercased() == "100-continue" else {
            refuse(Problem(.expectationFailed), context)
            return false
        }
        if !isAnswering {
            let goOn = wrapOutboundOut(.head(HTTPResponse(status: .continue)))
            context.writeAndFlush(goOn, promise: nil)
        }
        return true
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isRefused else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.kind != .informational:
            isAnswering = true
            closesAfterAnswer = head.headerFields[.connection] == "close"
        case .end:
            isAnswering = false
            if closesAfterAnswer {
                let context = NIOLoopBound(context, eventLoop: context.eventLoop)
                let end = promise ?? context.value.eventLoop.makePromise(of: Void.self)
                end.futureResult.whenComplete { _ in context.value.close(promise: nil) }
                context.value.write(data, promise: end)
                return
            }
            if !isReadingBody { awaitHead(context) }
        default: break
        }
        context.write(data, promise: promise)
    }

    /// What has been written and not read is bounded by the channel's high-water mark; whoever
    /// stays behind it for too long is let go.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        slowReaderTimer?.cancel()
        if !context.channel.isWritable {
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            slowReaderTimer = context.eventLoop.scheduleTask(in: deadlines.reading) {
                bound.value.close(promise: nil)
            }
        }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case HTTPParserError.headerOverflow: refuse(Problem(.headersTooLarge), context)
        case is HTTPParserError: refuse(Problem(.badRequest, "this is not HTTP/1.1"), context)
        default: context.fireErrorCaught(error)
        }
    }

    private func begin(_ context: ChannelHandlerContext) {
        awaitHead(context)
        // A kernel keeps megabytes for a reader who has stopped, unless it is told (tcp(7)). A
        // channel that is no socket of TCP does not know the option, and keeps nothing.
        let waterMark = ChannelOptions.Types.WriteBufferWaterMark(
            low: max(1, unreadBytes / 2), high: unreadBytes)
        context.channel.setOption(.writeBufferWaterMark, value: waterMark).cascade(to: nil)
        context.channel.setOption(
            .tcpOption(.unsentLowWaterMark),
            value: SocketOptionValue(unreadBytes)
        ).cascade(to: nil)
    }

    private func awaitHead(_ context: ChannelHandlerContext) {
        schedule(context, after: deadlines.head) { handler, context in
            // Nobody has asked anything, so nobody waits for an answer.
            context.close(promise: nil)
        }
    }

    private func schedule(
        _ context: ChannelHandlerContext, after delay: TimeAmount, _ lapse: @escaping Lapse
    ) {
        let end = NIODeadline.now() + delay
        awaited = (end, lapse)
        if let timer, timer.due <= end { return }
        startTimer(context, due: end)
    }

    private func startTimer(_ context: ChannelHandlerContext, due: NIODeadline) {
        timer?.task.cancel()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let task = context.eventLoop.scheduleTask(deadline: due) {
            let (handler, context) = bound.value
            handler.timerFired(context)
        }
        timer = (due, task)
    }

    private func timerFired(_ context: ChannelHandlerContext) {
        timer = nil
        guard let awaited else { return }
        guard awaited.until <= .now() else { return startTimer(context, due: awaited.until) }
        self.awaited = nil
        awaited.lapse(self, context)
    }

    private func stopTimer() {
        awaited = nil
        timer?.task.cancel()
        timer = nil
    }

    /// Answers in the service's place and closes; behind half an answer there is only the end.
    private func refuse(_ problem: Problem, _ context: ChannelHandlerContext) {
        guard !isRefused else { return }
        stopTimer()
        guard !isAnswering else {
            isRefused = true
            context.close(promise: nil)
            return
        }
        isRefused = true
        let body = problem.json.buffer
        let head = HTTPResponse(
            status: problem.status,
            headerFields: [
                .contentType: "application/problem+json", .connection: "close",
                .contentLength: String(body.readableBytes), .xContentTypeOptions: "nosniff",
            ])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            bound.value.close(promise: nil)
        }
    }
}

extension NIOBSDSocket.Option {
    /// `TCP_NOTSENT_LOWAT`, as Linux numbers it.
    fileprivate static let unsentLowWaterMark = NIOBSDSocket.Option(rawValue: 25)
}
