import Foundation
import NIOCore
import NIOPosix

/// Bytes to a service and whatever comes back: for what no HTTP client would send.
enum RawConnection {
    private static let longestAnswer = 1024 * 1024

    /// Sends the text, and reads until the service closes the connection.
    static func exchange(_ text: String, with address: String) async throws -> String {
        guard let url = URL(string: address), let port = url.port else {
            throw StageFailure("\(address) is no address")
        }
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var answer = ByteBuffer()
            do {
                try await outbound.write(ByteBuffer(string: text))
                for try await part in inbound {
                    answer.writeImmutableBuffer(part)
                    if answer.readableBytes > longestAnswer { break }
                }
            } catch  where error is IOError || error is ChannelError {
                // The service may close while we still write: what it said before counts.
            }
            return String(buffer: answer)
        }
    }
}
