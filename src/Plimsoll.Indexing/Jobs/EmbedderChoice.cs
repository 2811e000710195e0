using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Jobs;

/// <summary>
/// Which embedder a run uses: the one that is asked for, else that of the index, else `builtin`. An index has vectors of one embedder; another one is never
/// mixed in, and never takes its place unasked, because the vectors of a model may have cost hours or money. Only a new version of the builtin table replaces the old one
/// by itself, which costs seconds.
/// </summary>
internal sealed class EmbedderChoice
{
    private readonly string _folder;
    private readonly bool _fresh;
    private readonly bool _isAsked;

    private EmbedderChoice(string folder, EmbedderOptions asked, EmbedderNote? note, bool fresh)
    {
        (_folder, _fresh, Note, _isAsked) = (folder, fresh, note, asked.Spec is not null);
        bool isOther = note is not null && asked.Spec is not null && !IsSameKind(asked.Spec, note.Spec);
        Options = note is null || isOther ? asked : note.Fill(asked);
    }

    /// <summary>What the index says of its embedder; null where there is none, or its manifest is damaged.</summary>
    public EmbedderNote? Note { get; }

    /// <summary>What to make.</summary>
    public EmbedderOptions Options { get; }

    /// <summary>Looks at what is asked for and what is there.</summary>
    /// <param name="folder">The folder of the index that answers, also while a new one is made beside it.</param>
    /// <param name="asked">What is asked for.</param>
    /// <param name="fresh">Whether a new index is made.</param>
    public static EmbedderChoice Make(string folder, EmbedderOptions asked, bool fresh)
    {
        var choice = new EmbedderChoice(folder, asked, NoteOf(folder), fresh);
        if (!fresh && choice.Note is { } note && asked.Spec is { } spec && !IsSameKind(spec, note.Spec))
            throw choice.Other(note, spec);
        return choice;
    }

    /// <summary>Compares the embedder that was made with that of the index.</summary>
    /// <returns>What the index is to remember.</returns>
    /// <exception cref="IndexException">They are different ones.</exception>
    public EmbedderNote Confirm(IEmbedder embedder)
    {
        EmbedderSpec spec = Options.Spec ?? EmbedderSpec.Builtin;
        if (!_fresh && Note is { } note && note.Identity != embedder.Identity && spec.Kind != EmbedderKind.Builtin)
            throw Other(note, spec);
        return EmbedderNote.Of(embedder, spec, Options);
    }

    /// <summary>Without a manifest nothing says which embedder made the segments; they must not be thrown away on a guess.</summary>
    /// <param name="foreign">Segments of another embedder than the one that was made.</param>
    /// <exception cref="IndexException">There are some, and nobody said which embedder is meant.</exception>
    public void RequireKnown(int foreign)
    {
        if (Note is not null || _isAsked || _fresh || foreign == 0)
            return;
        throw new IndexException(
            IndexFailure.Usage,
            $"The manifest in {_folder} is gone or damaged, and {foreign} of its segments were made with another embedder than builtin. Name it with --embedder, or make the index anew with --fresh.");
    }

    private IndexException Other(EmbedderNote note, EmbedderSpec spec)
    {
        string same = IsSameKind(spec, note.Spec) ? ", in another version or with other settings" : "";
        return new IndexException(
            IndexFailure.Usage,
            $"The index in {_folder} was made with {note.Spec}{same}; vectors of {spec} cannot be mixed with it. Leave out --embedder to go on with {note.Spec}, or make the index anew with --fresh --embedder {spec}.");
    }

    /// <summary>Whether both may be the same embedder: a server may have moved, a model folder too; what they are is settled when they are asked.</summary>
    private static bool IsSameKind(EmbedderSpec left, EmbedderSpec right) => left.Kind == right.Kind;

    private static EmbedderNote? NoteOf(string folder)
    {
        try
        {
            return Manifest.Load(folder)?.Note;
        }
        catch (IndexException error) when (error.Failure is IndexFailure.Damaged or IndexFailure.Newer)
        {
            return null; // a damaged one is rebuilt from the segments, and one of a newer format is refused, both by whoever opens the index
        }
    }
}
