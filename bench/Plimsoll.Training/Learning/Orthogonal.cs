namespace Plimsoll.Training.Learning;

/// <summary>Makes the columns of a table orthogonal and of length one, without changing what they span (Cholesky QR).</summary>
internal static unsafe class Orthogonal
{
    /// <summary>Does it in place.</summary>
    public static void Make(NumberTable rows)
    {
        int width = rows.Width;
        double[,] products = Products(rows);
        Factor(products, width);
        Lanes.For(rows.Rows, (first, end) =>
        {
            for (int row = first; row < end; row++)
                Solve(products, rows.Row(row), width);
        });
    }

    /// <summary>The products of all pairs of columns; each is summed by one thread, from the first row to the last.</summary>
    private static double[,] Products(NumberTable rows)
    {
        int width = rows.Width;
        double[,] products = new double[width, width];
        Parallel.For(0, width, column =>
        {
            double* sums = stackalloc double[width];
            new Span<double>(sums, width).Clear();
            for (int row = 0; row < rows.Rows; row++)
            {
                float* numbers = rows.Row(row);
                double own = numbers[column];
                for (int other = 0; other <= column; other++)
                    sums[other] += own * numbers[other];
            }

            for (int other = 0; other <= column; other++)
                products[column, other] = sums[other];
        });
        return products;
    }

    /// <summary>Replaces a symmetric matrix (lower half) by its lower Cholesky factor.</summary>
    private static void Factor(double[,] matrix, int width)
    {
        double trace = 0;
        for (int i = 0; i < width; i++)
            trace += matrix[i, i];
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[i, j];
                for (int k = 0; k < j; k++)
                    sum -= matrix[i, k] * matrix[j, k];

                // A column that is a sum of others has nothing left of its own; it becomes small noise and is found anew in the next pass.
                matrix[i, j] = i == j ? Math.Sqrt(Math.Max(sum, trace * 1e-14)) : sum / matrix[j, j];
            }
        }
    }

    private static void Solve(double[,] factor, float* row, int width)
    {
        double* solved = stackalloc double[width];
        for (int i = 0; i < width; i++)
        {
            double sum = row[i];
            for (int k = 0; k < i; k++)
                sum -= factor[i, k] * solved[k];
            solved[i] = sum / factor[i, i];
            row[i] = (float)solved[i];
        }
    }
}
