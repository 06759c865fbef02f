select
    transaction_id,
    user_id,
    account,
    date as transaction_date,
    date_trunc('month', date)::date as ts_month,
    time as transaction_time,
    description,
    merchant as merchant_named,
    amount_cents,
    mcc
from {{ source('store', 'transactions') }}
