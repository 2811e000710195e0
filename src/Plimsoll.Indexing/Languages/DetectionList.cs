namespace Plimsoll.Indexing.Languages;

/// <summary>Which names, extensions, interpreters and other names belong to which language, as <c>language: name name …</c> groups in lower case.</summary>
internal static class DetectionList
{
    internal const string Extensions =
        "c: c h cl cocci " +
        "cpp: cc cpp cxx c++ hpp hh hxx h++ inl ipp tpp cu cuh ino " +
        "csharp: cs csx java: java kotlin: kt kts scala: scala sc " +
        "javascript: js jsx mjs cjs es6 javascript typescript: ts mts cts tsx: tsx " +
        "python: py pyi pyw pyx go: go rust: rs swift: swift php: php php3 php4 php5 phtml inc " +
        "ruby: rb rake gemspec ru lua: lua shell: sh bash zsh ksh bats tc " +
        "sql: sql ddl html: html htm xhtml vue svelte ftl css: css scss: scss less " +
        "markdown: md markdown mdx json: json json5 jsonc map webmanifest ipynb yaml: yaml yml toml: toml " +
        "xml: xml xsd xsl xslt svg csproj fsproj props targets plist resx pom wsdl " +
        "make: mk mak perl: pl pm t haskell: hs elixir: ex exs zig: zig dart: dart " +
        "objective-c: m mm groovy: groovy gradle protobuf: proto assembly: s asm " +
        "restructuredtext: rst asciidoc: adoc asciidoc ini: ini cfg conf properties editorconfig " +
        "devicetree: dts dtsi dtso fsharp: fs fsx fsi erlang: erl hrl clojure: clj cljs cljc edn r: r julia: jl " +
        "powershell: ps1 psm1 solidity: sol graphql: graphql gql terraform: tf hcl nix: nix ocaml: ml mli cmake: cmake";

    /// <summary>What people call a language beside its name, its extensions and its interpreters.</summary>
    internal const string Aliases =
        "csharp: c# fsharp: f# go: golang objective-c: objc obj-c objectivec objective-c++ javascript: ecmascript python: python3 " +
        "make: makefile dockerfile: docker powershell: pwsh protobuf: protocol-buffers assembly: assembler restructuredtext: restructured-text r: rlang";

    internal const string FileNames =
        "make: makefile gnumakefile kbuild dockerfile: dockerfile containerfile kconfig: kconfig ruby: gemfile rakefile vagrantfile podfile " +
        "cmake: cmakelists.txt groovy: jenkinsfile shell: .bashrc .profile .zshrc .bash_profile python: sconstruct sconscript " +
        "json: .babelrc .eslintrc .prettierrc ini: .editorconfig .gitconfig .npmrc toml: cargo.lock pipfile yaml: .clang-format";

    internal const string Interpreters =
        "shell: sh bash dash zsh ksh ash python: python pypy javascript: node nodejs deno bun perl: perl ruby: ruby lua: lua luajit " +
        "php: php awk: awk gawk mawk make: make groovy: groovy kotlin: kotlin scala: scala swift: swift elixir: elixir r: rscript";
}
