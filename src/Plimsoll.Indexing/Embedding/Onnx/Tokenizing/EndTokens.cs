using System.Text.Json;

namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>The part "post_processor" of a tokenizer.json: which tokens are put before and after a text.</summary>
internal static class EndTokens
{
    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidDataException">The part does more than that.</exception>
    public static (int[] Before, int[] After) Read(JsonElement processor)
    {
        switch (TokenizerFile.Kind(processor))
        {
            case "ByteLevel":
                return ([], []); // only moves the offsets of tokens, which nobody asks for here
            case "BertProcessing" or "RobertaProcessing":
                return ([processor.GetProperty("cls")[1].GetInt32()], [processor.GetProperty("sep")[1].GetInt32()]);
            case "TemplateProcessing":
                return ReadTemplate(processor);
            case "Sequence":
                (int[] Before, int[] After) ends = ([], []);
                foreach (JsonElement part in processor.GetProperty("processors").EnumerateArray())
                {
                    (int[] before, int[] after) = Read(part);
                    ends = ([.. before, .. ends.Before], [.. ends.After, .. after]);
                }

                return ends;
            default:
                throw new InvalidDataException($"its post-processor {TokenizerFile.Kind(processor)} is not supported (TemplateProcessing, BertProcessing and RobertaProcessing are)");
        }
    }

    private static (int[] Before, int[] After) ReadTemplate(JsonElement processor)
    {
        List<int> before = [], after = [];
        bool isBehind = false;
        foreach (JsonElement piece in processor.GetProperty("single").EnumerateArray())
        {
            if (TokenizerFile.Optional(piece, "Sequence") is { } sequence)
            {
                bool isPlain = !isBehind && sequence.GetProperty("id").GetString() == "A" && (TokenizerFile.Optional(sequence, "type_id")?.GetInt32() ?? 0) == 0;
                if (!isPlain)
                    throw new InvalidDataException("its template for one text is not special tokens around that text");
                isBehind = true;
                continue;
            }

            string name = piece.GetProperty("SpecialToken").GetProperty("id").GetString()!;
            foreach (JsonElement id in processor.GetProperty("special_tokens").GetProperty(name).GetProperty("ids").EnumerateArray())
                (isBehind ? after : before).Add(id.GetInt32());
        }

        return isBehind ? ([.. before], [.. after]) : throw new InvalidDataException("its template has no place for the text");
    }
}
