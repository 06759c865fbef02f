select
    transaction_id,
    category,
    source as label_source,
    case source when 'human' then 3.0 when 'rule' then 1.0 else 0.5 end as sample_weight,
    created_at as labelled_at,
    updated_at as label_updated_at
from {{ source('store', 'transaction_labels') }}
