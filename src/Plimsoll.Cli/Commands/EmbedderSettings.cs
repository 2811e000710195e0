using Plimsoll.Cli.Settings;
using Plimsoll.Indexing.Embedding;

namespace Plimsoll.Cli.Commands;

/// <summary>What the merged settings say of the embedder.</summary>
internal static class EmbedderSettings
{
    public static EmbedderOptions Read(CommandContext context, SettingValues settings) => new()
    {
        Spec = Spec(context, settings),
        PassagePrefix = settings.TextOrNull(SettingOptions.PassagePrefix),
        QueryPrefix = settings.TextOrNull(SettingOptions.QueryPrefix),
        TextBytes = settings.IsGiven(SettingOptions.PassageBytes) ? settings.Integer(SettingOptions.PassageBytes) : null,
    };

    /// <summary>The embedder that is named; null when none is, and the index decides. A folder that was typed starts at the current one.</summary>
    private static EmbedderSpec? Spec(CommandContext context, SettingValues settings)
    {
        if (settings.TextOrNull(SettingOptions.Embedder) is not string text) return null;
        EmbedderSpec spec = EmbedderSpec.Parse(text, out string? fault) ?? throw CliException.Usage($"embedder: {fault}");
        return spec.Kind == EmbedderKind.Onnx ? spec with { Place = context.Absolute(spec.Place) } : spec;
    }
}
