using Plimsoll.Services;

namespace Plimsoll.Indexing.Services;

/// <summary>Whether an answer has what was asked for, and which vector belongs to which text.</summary>
internal static class EmbeddingCheck
{
    /// <summary>The vectors in the order of the texts.</summary>
    /// <param name="url">The address, for messages.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="count">How many texts there were.</param>
    /// <param name="dimensions">How many numbers each vector must have; 0 for any.</param>
    /// <exception cref="ServiceException">Vectors are missing, too many, too short or too long, or belong to no text.</exception>
    public static float[][] InOrder(Uri url, EmbeddingReply reply, int count, int dimensions)
    {
        EmbeddingItem[] items = reply.Data ?? throw Wrong(url, "answers without vectors; is it a server for embeddings?");
        if (items.Length != count)
            throw Wrong(url, $"answers with {items.Length} vectors for {count} texts.");
        float[][] vectors = new float[count][];
        for (int i = 0; i < count; i++)
        {
            int index = items[i]?.Index ?? i;
            float[] vector = items[i]?.Embedding ?? throw Wrong(url, "answers with a vector that is missing.");
            if (index < 0 || index >= count || vectors[index] is not null)
                throw Wrong(url, $"answers with a vector for text {index} of {count}, twice or beyond the last.");
            if (dimensions > 0 && vector.Length != dimensions)
                throw Wrong(url, $"answers with vectors of {vector.Length} numbers; those of the index have {dimensions}. Start the server with the model of the index, or make the index anew with --fresh.");
            vectors[index] = vector;
        }

        return vectors;
    }

    private static ServiceException Wrong(Uri url, string what) => new(ServiceFault.Lasting, $"{url} {what}");
}
