import Crypto
import HTTPTypes
import Hummingbird

/// The style sheet, the script and the icon, compiled in.
///
/// Their addresses hold a digest of their bytes, so browsers keep them for ever and still see
/// every change at once.
struct PageAssets: Sendable {
    static let shared = PageAssets()

    let style = Asset("clubs.css", "text/css; charset=utf-8", PackageResources.clubs_css)
    let script = Asset(
        "live.js", "text/javascript; charset=utf-8", PackageResources.live_js)
    let icon = Asset("icon.svg", "image/svg+xml", PackageResources.icon_svg)

    var all: [Asset] { [style, script, icon] }

    struct Asset: Sendable {
        let file: String
        let mediaType: String
        let bytes: [UInt8]

        /// - Parameter name: With its extension: `clubs.css` becomes `clubs-4f1c….css`.
        fileprivate init(_ name: String, _ mediaType: String, _ bytes: [UInt8]) {
            let digest = SHA256.hash(data: bytes).prefix(8)
                .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let parts = name.split(separator: ".", maxSplits: 1)
            file = "\(parts[0])-\(digest).\(parts[1])"
            self.mediaType = mediaType
            self.bytes = bytes
        }

        var address: String { "/assets/\(file)" }

        fileprivate var response: Response {
            var headers = HTTPFields()
            headers[.contentType] = mediaType
            headers[.cacheControl] = "public, max-age=31536000, immutable"
            return Response(
                status: .ok, headers: headers, body: .init(byteBuffer: .init(bytes: bytes)))
        }
    }

    var endpoints: [Endpoint] {
        all.map { asset in
            Endpoint(.get, asset.address, .page) { _, _ in asset.response }
        }
    }
}
