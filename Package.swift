// swift-tools-version: 6.2
import PackageDescription

/// A bounded context: a pure target in `Sources/Domain` and its tests in `Tests/Domain`.
func context(_ name: String, uses others: Target.Dependency...) -> [Target] {
    [
        .target(
            name: name, dependencies: ["EventSourcing", "JSONCoding", "Vocabulary"] + others,
            path: "Sources/Domain/\(name)"),
        .testTarget(
            name: "\(name)Tests",
            dependencies: [
                .init(stringLiteral: name), "EventSourcing", "Vocabulary", "TestSupport",
            ] + others,
            path: "Tests/Domain/\(name)Tests"),
    ]
}

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let hashTrees = Target.Dependency.product(
    name: "HashTreeCollections", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbirdCore = Target.Dependency.product(
    name: "HummingbirdCore", package: "hummingbird")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let unixSignals = Target.Dependency.product(
    name: "UnixSignals", package: "swift-service-lifecycle")
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")

/// The numbered scripts; `Schema/Migration.swift` lists them too.
let migrations = [
    "0001_event_log", "0002_vault", "0003_policies", "0004_membership", "0005_directory",
    "0006_browser_sessions", "0007_vault_by_reference",
    "0008_quarantine",
    "0009_versions", "0010_tournaments",
]

/// What the pages are made of; `PageTemplates` and `PageAssets` name them too.
let pageFiles = [
    "layout.mustache", "seal.mustache", "moment.mustache", "crest.mustache", "club.mustache",
    "you.mustache", "seats.mustache", "join.mustache", "life.mustache", "people.mustache",
    "directory.mustache", "tournament.mustache", "board.mustache", "scrubber.mustache",
    "boards.mustache", "standings.mustache", "crosstable.mustache", "tree.mustache",
    "corrections.mustache", "sign-in.mustache", "problem.mustache", "clubs.css", "live.js",
    "icon.svg",
]

/// The real club and the real tournaments that the demonstration tells of.
let demoFiles = [
    "karate-club.json", "frankfurt-open-2005.trf", "online-blitz-2020-05.trf",
    "online-blitz-2020-06.trf",
]

/// What the benchmarks' peers run; `Peers/` names them too.
let peerFiles = [
    "peer_tables.sql", "sequence.sql", "counter_row.sql", "eventsourcing_peer.py", "join.lua",
]

let contexts = [
    context("Directory"),
    context("Clubs", uses: hashTrees),
    context("Tournaments", uses: "Pairing", hashTrees, crypto),
].flatMap(\.self)

let package = Package(
    name: "clubs",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "clubs", targets: ["CommandLineTool"]),
        .executable(name: "clubs-benchmarks", targets: ["Benchmarks"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .target(name: "JSONCoding"),
        .testTarget(
            name: "JSONCodingTests", dependencies: ["EventSourcing", "JSONCoding", "TestSupport"]),
        .target(name: "EventSourcing", dependencies: ["JSONCoding"]),
        .testTarget(
            name: "EventSourcingTests", dependencies: ["EventSourcing", "TestSupport"]),
        .target(
            name: "Vocabulary", dependencies: ["EventSourcing", "JSONCoding"],
            path: "Sources/Domain/Vocabulary"),
        .testTarget(
            name: "VocabularyTests", dependencies: ["EventSourcing", "Vocabulary", "TestSupport"],
            path: "Tests/Domain/VocabularyTests", resources: [.copy("Fixtures")]),
    ] + contexts + [
        .target(
            name: "Catalog",
            dependencies: ["EventSourcing", "Vocabulary", "Directory", "Clubs", "Tournaments"]),
        .testTarget(
            name: "CatalogTests",
            dependencies: [
                "Catalog", "Clubs", "Directory", "EventSourcing", "JSONCoding", "Policies",
                "TestSupport", "Tournaments", "Vocabulary",
            ],
            resources: [.copy("Fixtures")]),
        .target(
            name: "Policies",
            dependencies: ["EventSourcing", "Vocabulary", "Catalog", "Clubs", "Tournaments"]),
        .testTarget(
            name: "PoliciesTests",
            dependencies: [
                "Catalog", "Clubs", "EventSourcing", "Policies", "TestSupport", "Tournaments",
                "Vocabulary",
            ]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "PostgreSQL", dependencies: ["CLibPQ", "EventSourcing", logging]),
        .testTarget(
            name: "PostgreSQLTests", dependencies: ["EventSourcing", "PostgreSQL", "TestSupport"]),
        .target(name: "LocalCluster", dependencies: ["PostgreSQL", logging, subprocess]),
        .testTarget(
            name: "LocalClusterTests",
            dependencies: ["LocalCluster", "PostgreSQL", "TestSupport", logging]),
        .target(
            name: "Schema", path: "Schema",
            resources: migrations.map { .embedInCode("\($0).sql") }),
        .target(
            name: "EventStorage",
            dependencies: [
                "EventSourcing", "JSONCoding", "PostgreSQL", "Schema", crypto, lifecycle, logging,
            ]),
        .testTarget(
            name: "EventStorageTests",
            dependencies: [
                "EventSourcing", "EventStorage", "PostgreSQL", "Schema", "TestSupport",
            ]),
        .target(
            name: "CommandHandling",
            dependencies: [
                "EventSourcing", "Vocabulary", "Directory", "Clubs", "Tournaments", "Pairing",
                "Catalog", "Policies", "EventStorage", "JSONCoding", collections, crypto,
                hashTrees, lifecycle, logging,
            ]),
        .testTarget(
            name: "CommandHandlingTests",
            dependencies: [
                "Catalog", "Clubs", "CommandHandling", "Directory", "EventSourcing",
                "EventStorage", "Pairing", "PostgreSQL", "TestSupport", "Tournaments", "Vocabulary",
                logging,
            ]),
        .target(
            name: "DemoWorld",
            dependencies: [
                "Catalog", "Clubs", "CommandHandling", "Directory", "EventSourcing",
                "EventStorage", "Policies", "Vocabulary", logging,
            ]),
        .testTarget(
            name: "DemoWorldTests",
            dependencies: [
                "Clubs", "CommandHandling", "DemoWorld", "EventSourcing", "EventStorage",
                "PostgreSQL", "TestSupport",
            ]),
        .target(
            name: "TestSupport",
            dependencies: [
                "Clubs", "Directory", "EventSourcing", "EventStorage", "LocalCluster",
                "PostgreSQL", "Vocabulary", crypto, httpClient, logging, nioCore, nioHTTP,
                subprocess,
            ]),
        .target(
            name: "ReadModels",
            dependencies: [
                "EventSourcing", "Vocabulary", "Directory", "Clubs", "Tournaments", "Pairing",
                "Catalog", "JSONCoding", "PostgreSQL", "EventStorage", lifecycle, logging,
            ]),
        .testTarget(
            name: "ReadModelsTests",
            dependencies: [
                "Catalog", "Clubs", "Directory", "EventSourcing", "EventStorage", "Pairing",
                "PostgreSQL", "ReadModels", "TestSupport", "Tournaments", "Vocabulary", lifecycle,
                logging,
            ]),
        .target(name: "Pairing", path: "Sources/Domain/Pairing"),
        .testTarget(
            name: "PairingTests", dependencies: ["Pairing"], path: "Tests/Domain/PairingTests",
            resources: [.copy("Fixtures")]),
        .target(
            name: "PairingCommands", dependencies: ["JSONCoding", "Pairing", argumentParser]),
        .target(name: "PairingProof", dependencies: ["Pairing", "PairingCommands"]),
        .testTarget(name: "PairingProofTests", dependencies: ["Pairing", "PairingProof"]),
        .target(name: "StreamLoad"),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Backend", "Catalog", "CLibPQ", "Clubs", "CommandHandling", "Directory",
                "EventSourcing", "EventStorage", "Gateway", "LocalCluster", "Pairing",
                "PairingProof", "PostgreSQL", "ReadModels", "StreamLoad", "Tournaments",
                "Vocabulary",
                argumentParser, histogram, httpClient, hummingbird, nioHTTP, lifecycle, logging,
                subprocess,
            ],
            exclude: ["Pictures"],
            resources: peerFiles.map { .embedInCode("Peers/Scripts/\($0)") }),
        .testTarget(
            name: "BenchmarksTests",
            dependencies: [
                "Benchmarks", "Catalog", "CommandHandling", "Directory", "EventSourcing",
                "TestSupport",
            ]),
        .executableTarget(
            name: "CommandLineTool",
            dependencies: [
                "Pairing", "PairingCommands", "Tournaments",
                "Backend", "Catalog", "Clubs", "CommandHandling", "DemoWorld", "Directory",
                "EventSourcing", "EventStorage", "Gateway", "LocalCluster", "PostgreSQL",
                "ReadModels", "Schema", "Vocabulary",
                argumentParser, httpClient, lifecycle, logging, nioPosix, unixSignals,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            exclude: ["Demo/README.md"],
            resources: demoFiles.map { .embedInCode("Demo/\($0)") }),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "CommandHandling", "CommandLineTool", "EventSourcing", "EventStorage", "Gateway",
                "Pairing", "PostgreSQL", "TestSupport", argumentParser, lifecycle, logging,
            ]),
        .testTarget(
            name: "SystemTests",
            dependencies: [
                "CommandLineTool", "EventSourcing", "EventStorage", "Gateway", "LocalCluster",
                "PostgreSQL", "ReadModels", "TestSupport", "Vocabulary", httpClient, logging,
                nioCore, nioHTTP, .product(name: "NIOFoundationCompat", package: "swift-nio"),
            ]),
        .testTarget(
            name: "FaultTests",
            dependencies: [
                "Backend", "Catalog", "Clubs", "CommandHandling", "Directory", "EventSourcing",
                "EventStorage", "LocalCluster", "Policies", "PostgreSQL", "ReadModels",
                "TestSupport", "Vocabulary", lifecycle, logging,
            ]),
        .testTarget(
            name: "DeploymentTests",
            dependencies: [
                "CommandLineTool", "EventSourcing", "LocalCluster", "PostgreSQL", "TestSupport",
                httpClient, nioCore, nioHTTP, .product(name: "Yams", package: "Yams"),
            ]),
        .target(
            name: "Backend",
            dependencies: [
                "Catalog", "CommandHandling", "EventSourcing", "EventStorage", "PostgreSQL",
                "ReadModels", lifecycle, logging,
            ]),
        .target(
            name: "Gateway",
            dependencies: [
                "Backend", "Catalog", "Clubs", "CommandHandling", "Directory", "EventSourcing",
                "EventStorage", "JSONCoding", "Pairing", "PostgreSQL", "ReadModels", "Tournaments",
                "Vocabulary", crypto, httpClient, httpTypes, hummingbird, hummingbirdCore, jwt,
                lifecycle, logging, mustache, nioCore, nioHTTP, nioHTTPTypes,
            ],
            resources: pageFiles.map { .embedInCode("Pages/Templates/\($0)") }),
        .testTarget(
            name: "PageTests",
            dependencies: [
                "CommandLineTool", "EventSourcing", "Gateway", "PostgreSQL", "TestSupport",
                httpClient, nioCore, nioHTTP,
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
            ]),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "Backend", "Catalog", "Clubs", "CommandHandling", "Directory", "EventSourcing",
                "EventStorage", "Gateway", "Pairing", "PostgreSQL", "ReadModels", "StreamLoad",
                "TestSupport", "Tournaments", "Vocabulary", httpClient, httpTypes, lifecycle,
                logging, nioCore, nioHTTP, nioPosix, subprocess,
            ]),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
