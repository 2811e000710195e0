using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Commands;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Search;
using Plimsoll.Indexing.Services;

namespace Plimsoll.Cli.Settings;

/// <summary>Every option that can also be set by the environment and by plimsoll.json. Properties: only what a run needs is built.</summary>
internal static class SettingOptions
{
    public static OptionSpec Memory => new("memory", ValueKind.Budget, "The memory line for the whole process: 256MB, 1GiB, 50%. Without it: the kernel group's limit, else the profile's share.")
    {
        ValueName = "SIZE",
        IsSetting = true,
        Letter = 'm',
    };

    public static OptionSpec Profile => new("profile", ValueKind.Choice, "How boldly memory is used.")
    {
        ValueName = "NAME",
        IsSetting = true,
        Choices = ["conservative", "balanced", "aggressive", "development"],
        Default = "balanced",
    };

    public static OptionSpec Threads => new("threads", ValueKind.Integer, "Worker threads; 0 means one for each core.") { ValueName = "N", IsSetting = true, Default = "0" };

    public static OptionSpec BatchSize => new("batch-size", ValueKind.Integer, "Chunks in a batch; 0 lets it adapt to memory between 8 and 256.")
    {
        ValueName = "N",
        IsSetting = true,
        Default = "0",
    };

    public static OptionSpec MaxFileSize => new("max-file-size", ValueKind.Size, "Longer files are skipped and counted.") { ValueName = "SIZE", IsSetting = true, Default = "2MB" };

    public static OptionSpec IndexDir => new("index-dir", ValueKind.Text, "The folder of the index; .plimsoll in the indexed folder when not given.") { ValueName = OptionSpec.FolderValue, IsSetting = true };

    public static OptionSpec Embedder => new("embedder", ValueKind.Text, $"What makes the vectors: {EmbedderSpec.Expected}. Without it: that of the index, and builtin for a new one.")
    {
        ValueName = "NAME",
        IsSetting = true,
        FolderPrefix = EmbedderSpec.OnnxPrefix,
        Rule = static text => EmbedderSpec.Parse(text, out string? fault) is null ? fault : null,
    };

    public static OptionSpec PassagePrefix => new("passage-prefix", ValueKind.Text, "What the model wants before each passage, such as 'passage: '.") { ValueName = "TEXT", IsSetting = true };

    public static OptionSpec QueryPrefix => new("query-prefix", ValueKind.Text, "What the model wants before a query, such as 'query: '.") { ValueName = "TEXT", IsSetting = true };

    public static OptionSpec PassageBytes => new("passage-bytes", ValueKind.Integer, $"The longest text of a passage that the model gets, in bytes; the rest is cut and counted. {EmbedderOptions.DefaultTextBytes} when not given.")
    {
        ValueName = "N",
        IsSetting = true,
        Range = (256, 65_536),
    };

    public static OptionSpec ServiceTimeout => new("service-timeout", ValueKind.Integer, "Seconds that a server may take for one answer; 10 in a search and 120 else when not given.")
    {
        ValueName = "S",
        IsSetting = true,
        Range = (1, 86_400),
    };

    public static OptionSpec ServicePatience => new("service-patience", ValueKind.Integer, "Seconds that a server which fails is asked again, before a run ends with what it has; unminify has 600 for a busy server and 20 for one that is gone when not given.")
    {
        ValueName = "S",
        IsSetting = true,
        Default = "60",
        Range = (0, 86_400),
    };

    public static OptionSpec Answers => new("answers", ValueKind.Text, "The folder that keeps every answer of a naming model, so that none is paid for twice; plimsoll/answers in the user's cache folder when not given.")
    {
        ValueName = OptionSpec.FolderValue,
        IsSetting = true,
    };

    public static OptionSpec Include => new("include", ValueKind.Text, "Take only files that match this glob (may be given several times).") { ValueName = "GLOB", IsSetting = true, Repeatable = true };

    public static OptionSpec Exclude => new("exclude", ValueKind.Text, "Leave out files that match this glob (may be given several times).") { ValueName = "GLOB", IsSetting = true, Repeatable = true };

    public static OptionSpec Limit => new("limit", ValueKind.Integer, $"The most results, from 1 to {Searcher.MostHits}.")
    {
        ValueName = "N",
        IsSetting = true,
        Letter = 'k',
        Default = "10",
        Range = (1, Searcher.MostHits),
        Guesses = ["n", "top", "max", "max-results", "count", "num"],
    };

    public static OptionSpec Mode => new("mode", ValueKind.Choice, "Which side of the index answers.")
    {
        ValueName = "MODE",
        IsSetting = true,
        Choices = ["hybrid", "lexical", "semantic"],
        Default = "hybrid",
    };

    public static OptionSpec View => new("view", ValueKind.Choice, "What a result stands for: passages, or files with their best passage each.")
    {
        ValueName = "VIEW",
        IsSetting = true,
        Choices = ["chunks", "files"],
        Default = "chunks",
    };

    public static OptionSpec MinScore => new("min-score", ValueKind.Number, "Leave out results that score less. A definition whose name is the query scores 10 to about 50, everything else less than 10; "
        + "scores of different queries or modes do not compare. So 10 leaves definitions only.")
    {
        ValueName = "S",
        IsSetting = true,
        Default = "0",
    };

    public static OptionSpec Rerank => new("rerank", ValueKind.Text, "A server that puts the best results into order: openai:URL[#model] with /v1/rerank, TEI's /rerank or chat completions; off for none.")
    {
        ValueName = "SERVER",
        IsSetting = true,
        Default = JudgedSearch.Off,
        Rule = JudgedSearch.FaultOf,
    };

    public static OptionSpec RerankTop => new("rerank-top", ValueKind.Integer, "How many of the best results the server judges.") { ValueName = "N", IsSetting = true, Default = "30", Range = (2, Reranker.MostHits) };

    public static OptionSpec Format => new("format", ValueKind.Choice, "How results are written.")
    {
        ValueName = "FORMAT",
        IsSetting = true,
        Choices = ["table", "json", "plain", "vimgrep"],
        Default = "table",
    };

    public static OptionSpec Context => new("context", ValueKind.Integer, "Lines of source shown with each result of the table.") { ValueName = "N", IsSetting = true, Default = "3" };

    public static OptionSpec Redact => new("redact", ValueKind.Choice, "Whether secrets in lines of source are replaced by a marker.")
    {
        ValueName = "STATE",
        IsSetting = true,
        Choices = ["on", "off"],
        Default = "on",
    };

    /// <summary>All of them, in the order of `config list`.</summary>
    public static OptionSpec[] All =>
        [Memory, Profile, Threads, BatchSize, MaxFileSize, IndexDir, Embedder, PassagePrefix, QueryPrefix, PassageBytes, ServiceTimeout, ServicePatience, Answers, Include, Exclude, Limit, View, Mode, MinScore, Rerank, RerankTop, Format, Context, Redact];
}
